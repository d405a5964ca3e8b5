package controlapi

import (
	"net/http"
	"net/url"
	"time"
)

// Request is a request that the server received, with its values as they were sent.
type Request struct {
	Time     time.Time   `json:"time"` // of the server's clock
	Method   string      `json:"method"`
	Path     string      `json:"path"`
	Endpoint Endpoint    `json:"endpoint,omitempty"`  // "" for pages and other paths
	Client   string      `json:"client_id,omitempty"` // client_id of the parameters or of Basic authentication
	Header   http.Header `json:"header"`
	Params   url.Values  `json:"params"`          // from the query and from a form body
	Status   int         `json:"status"`          // of the response; 0 if the connection was dropped
	Error    string      `json:"error,omitempty"` // the OAuth error code of the response
}
