package bff

import (
	"context"
	"errors"
	"net/http"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
)

// User is who is signed in: a subject is unique at its issuer only (OIDC Core §2).
type User struct {
	Issuer  string
	Subject string
	Name    string // for people; may be empty

	// FormToken goes into each form of a page for this user, as the hidden field
	// csrf: Protect wants it back with every POST. It is of the session, and no
	// token of OAuth.
	FormToken string
}

// ErrNobody is the error of User for a request without a session.
var ErrNobody = errors.New("client: nobody is signed in")

type sessionKey struct{}

// User tells who is signed in. It returns ErrNobody for a request without a
// session or with one that is over, and another error if the store is away: that
// somebody cannot be recognised does not mean that they are nobody. Behind Protect
// it costs nothing.
//
// It says nothing about what the request may do. For a handler that changes
// something use Protect, which also keeps requests of other sites out.
func (s *Server) User(r *http.Request) (User, error) {
	found, err := s.sessionOf(r)
	if err != nil {
		return User{}, err
	}
	return User{
		Issuer: found.User.Issuer, Subject: found.User.Subject, Name: found.User.Name,
		FormToken: session.FormSecret(found.ID),
	}, nil
}

func (s *Server) sessionOf(r *http.Request) (core.Session, error) {
	if known, ok := r.Context().Value(sessionKey{}).(core.Session); ok {
		return known, nil
	}
	found, err := s.guard.Find(r, s.store)
	if errors.Is(err, core.ErrNotFound) {
		return found, ErrNobody
	}
	return found, err
}

func withSession(ctx context.Context, s core.Session) context.Context {
	return context.WithValue(ctx, sessionKey{}, s)
}
