package resourceservertest

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"quartet.example/shared/web"
)

// maxBody is the number of bytes of a body that are recorded.
const maxBody = 1 << 20

// Request is a request that the server received, with its values as they were sent.
type Request struct {
	Time   time.Time // of the server's clock
	Method string
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte // at most 1 MiB
	Status int    // of the response; 0 if there is none yet, or if the connection was closed without one
}

// Requests returns all requests so far, in the order of their arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// recording records each request, also one whose connection is dropped.
func (s *Server) recording(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := web.ReadAhead(r, maxBody)
		i := s.record(Request{Time: s.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone(), Body: body})
		next.ServeHTTP(&statusWriter{ResponseWriter: w, record: func(status int) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.requests[i].Status = status
		}}, r)
	})
}

// record adds a request, and returns its index.
func (s *Server) record(r Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	return len(s.requests) - 1
}

// statusWriter records the status of the response before it is sent.
type statusWriter struct {
	http.ResponseWriter
	record func(status int) // nil after the first call
}

func (w *statusWriter) WriteHeader(status int) {
	if w.record != nil {
		w.record(status)
		w.record = nil
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.record != nil {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
