package walk

import (
	"io"
	"net/http"
)

// Raw is a message without a mask. It is for the person who asks for it, and is never recorded.
type Raw struct {
	Method     string
	URL        string
	Header     http.Header
	Body       []byte
	Status     string
	Answer     http.Header
	AnswerBody []byte
}

// rawRequest returns the part of the request.
func rawRequest(r *http.Request) Raw {
	raw := Raw{Method: r.Method, URL: r.URL.String(), Header: r.Header.Clone()}
	if r.GetBody == nil {
		return raw
	}
	if body, err := r.GetBody(); err == nil {
		raw.Body, _ = io.ReadAll(body) // of a string in memory
	}
	return raw
}
