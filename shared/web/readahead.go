package web

import (
	"bytes"
	"io"
	"net/http"
)

// ReadAhead returns the first bytes of the body, at most limit, and whether the body has more. The handler
// can still read the whole body.
func ReadAhead(r *http.Request, limit int) (body []byte, more bool) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, false
	}
	kept := bytes.NewBuffer(make([]byte, 0, min(max(r.ContentLength, 0), int64(limit))+1+bytes.MinRead)) // ReadFrom needs MinRead to see the end
	_, _ = kept.ReadFrom(io.LimitReader(r.Body, int64(limit)+1))                                         // the handler gets the error of the next read
	whole := kept.Bytes()
	r.Body = readAgain{io.MultiReader(bytes.NewReader(whole), r.Body), r.Body}
	return whole[:min(len(whole), limit)], len(whole) > limit
}

// readAgain is a body of which the beginning was read before.
type readAgain struct {
	io.Reader
	io.Closer
}
