package controlapi

import (
	"net/http"
	"net/url"
	"time"
)

// Request is a request that the server received, with its values as they were sent.
type Request struct {
	Number   int64       `json:"number"` // counts the requests from 1; they are listed in this order, that of the responses
	Time     time.Time   `json:"time"`   // of the server's clock
	Method   string      `json:"method"`
	Path     string      `json:"path"`
	Endpoint Endpoint    `json:"endpoint,omitempty"`  // "" for pages and other paths
	Client   string      `json:"client_id,omitempty"` // of the parameters, of Basic authentication, of a client assertion or of the access token
	Header   http.Header `json:"header"`
	Params   url.Values  `json:"params"`          // from the query and from a form body
	Body     string      `json:"body,omitempty"`  // a body that is not a form; at most 64 KiB of it
	Cut      bool        `json:"cut,omitempty"`   // the body was longer than 64 KiB, so the end of it is missing
	Status   int         `json:"status"`          // of the response; 0 if the connection was dropped
	Error    string      `json:"error,omitempty"` // the OAuth error code of the response

	ErrorDescription string `json:"error_description,omitempty"` // as it was sent: it says what to change
	Check            string `json:"check,omitempty"`             // id of the check that failed, such as as.pkce.verifier; see docs/defences.md
}

// RequestFilter chooses recorded requests. An empty field chooses all.
type RequestFilter struct {
	Endpoint Endpoint `json:"endpoint,omitempty"`
	Client   string   `json:"client_id,omitempty"`
	Path     string   `json:"path,omitempty"`
	Status   int      `json:"status,omitempty"`
	After    int64    `json:"after,omitempty"` // requests with a greater Number
}

// Chooses reports whether the filter chooses the request.
func (f RequestFilter) Chooses(r Request) bool {
	return (f.Endpoint == "" || f.Endpoint == r.Endpoint) && (f.Client == "" || f.Client == r.Client) &&
		(f.Path == "" || f.Path == r.Path) && (f.Status == 0 || f.Status == r.Status) && r.Number > f.After
}
