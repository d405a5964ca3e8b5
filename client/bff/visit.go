package bff

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"quartet.example/client/bff/internal/core"
)

// visit is the session of one request, which Protect and Recognize have looked up.
type visit struct {
	mu      sync.Mutex
	session core.Session
	err     error
}

// visitKey has the Server, because a process may have several, with different users.
type visitKey struct{ *Server }

func (s *Server) with(r *http.Request, v *visit) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{s}, v))
}

// visitOf returns the visit of a request. Without Protect or Recognize it is looked up.
func (s *Server) visitOf(r *http.Request) *visit {
	if known, ok := r.Context().Value(visitKey{s}).(*visit); ok {
		return known
	}
	found, err := s.guard.Find(r, s.store)
	if errors.Is(err, core.ErrNotFound) {
		err = ErrNobody
	}
	return &visit{session: found, err: err}
}

func (s *Server) sessionOf(r *http.Request) (core.Session, error) {
	v := s.visitOf(r)
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.session, v.err
}

// renewed keeps the session with its new tokens for the rest of the request.
func (v *visit) renewed(s core.Session) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.session = s
}
