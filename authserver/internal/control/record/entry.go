package record

import (
	"net/http"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/received"
)

// entry is a request as it is kept. It is never changed after it was added.
type entry struct {
	number              int64
	time                time.Time
	method, path, query string
	header              http.Header
	body                []byte
	cut                 bool
	status              int
	answer              []byte // the beginning of the body of an error response
	location            string // of a redirect
	refusal             refusal
}

// size is about the number of bytes in memory.
func (e *entry) size() int {
	n := len(e.path) + len(e.query) + cap(e.body) + cap(e.answer) + len(e.location) + len(e.refusal.Description)
	for name, values := range e.header {
		n += len(name)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}

// request decodes the entry.
func (e *entry) request() controlapi.Request {
	params, why := received.Params(e.header, e.query, e.body), e.sent()
	r := controlapi.Request{
		Number: e.number, Time: e.time, Method: e.method, Path: e.path, Endpoint: controlapi.EndpointOf(e.path),
		Client: received.Client(e.header, params), Header: e.header.Clone(), Params: params,
		Cut: e.cut, Status: e.status, Error: why.Code, ErrorDescription: why.Description, Check: why.check,
	}
	if !received.IsForm(e.header) {
		r.Body = string(e.body)
	}
	return r
}
