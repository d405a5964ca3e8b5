package useragent

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
)

// Local sends requests to a handler in this process, without a network.
type Local struct{ Handler http.Handler }

var errDropped = errors.New("the server closed the connection without a response")

// RoundTrip implements http.RoundTripper.
func (l Local) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		switch stopped := recover(); stopped {
		case nil:
		case http.ErrAbortHandler: // a panic value, compared as net/http does
			err = errDropped
		default:
			panic(stopped)
		}
	}()
	w := &writer{header: http.Header{}}
	l.Handler.ServeHTTP(w, received(r))
	w.WriteHeader(http.StatusOK) // if the handler has written nothing
	return &http.Response{
		StatusCode: w.status, Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
	}, r.Context().Err()
}

// received returns the request as a server gets it from this machine.
func received(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	in.Host, in.RequestURI, in.RemoteAddr = r.URL.Host, r.URL.RequestURI(), "127.0.0.1:0"
	in.URL = &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

// writer keeps a response.
type writer struct {
	header, sent http.Header
	status       int // 0 until the header was written
	body         bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *writer) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *writer) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (w *writer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}
