package browser

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// Store keeps sessions under the hash of their handle, which is the value of the session cookie.
type Store interface {
	SaveSession(ctx context.Context, handle string, session core.Session) error
	// FindSession returns core.ErrNotFound for a session that has ended or expired.
	FindSession(ctx context.Context, handle string) (core.Session, error)
	// StoredSession is FindSession, but also returns a session that was idle for too
	// long, while its record is stored.
	StoredSession(ctx context.Context, handle string) (core.Session, error)
	// SessionAndConsent returns the session, with the errors of FindSession, and what its user
	// has allowed the client before, nil if nothing.
	SessionAndConsent(ctx context.Context, handle, clientID string) (core.Session, *core.Consent, error)
	// TouchSession returns core.ErrNotFound for a session that has ended.
	TouchSession(ctx context.Context, handle string, idleUntil time.Time, clientID string) error
	// EndSession returns the session that it ended, or the zero Session if another caller ended it
	// first.
	EndSession(ctx context.Context, handle string) (core.Session, error)
	// SessionsOf returns the user's sessions that have not ended or expired, newest first.
	SessionsOf(ctx context.Context, sub string) ([]core.Session, error)
	// EndSessionOf is EndSession for the user's session with this sid.
	EndSessionOf(ctx context.Context, sub, sid string) (core.Session, error)
	// EndSessionsOf is EndSessionOf for several sids. It returns the sessions that it ended.
	EndSessionsOf(ctx context.Context, sub string, sids ...string) ([]core.Session, error)
}

// Users finds users.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
}

// Notices notifies the clients of a session that it has ended.
type Notices interface {
	// SessionEnded returns no error, and limits how long the user waits.
	SessionEnded(ctx context.Context, session core.Session)
}

// Sessions manages the sessions of signed-in users.
type Sessions struct {
	Store   Store
	Users   Users
	Grants  Grants
	Notices Notices // nil: clients are not notified
	Now     func() time.Time
	TTL     time.Duration // maximum lifetime since sign-in
	Idle    time.Duration
}

// SignedIn is a session with its user.
type SignedIn struct {
	core.Session
	User    *core.User
	Consent *core.Consent // what the user has allowed the client of FindFor before; nil: nothing, or not read
	handle  string
}

// Find returns the session of this browser. It returns nil if there is no cookie, if the session
// has ended or expired, or if its user no longer exists or must sign in again. An error means that
// the store does not answer.
func (s *Sessions) Find(c echo.Context) (*SignedIn, error) {
	return s.find(c, func(ctx context.Context, handle string) (core.Session, *core.Consent, error) {
		session, err := s.Store.FindSession(ctx, handle)
		return session, nil, err
	})
}

// FindFor is Find, and also reads what the user has allowed the client before (SignedIn.Consent), in
// the same round trip.
func (s *Sessions) FindFor(c echo.Context, clientID string) (*SignedIn, error) {
	return s.find(c, func(ctx context.Context, handle string) (core.Session, *core.Consent, error) {
		return s.Store.SessionAndConsent(ctx, handle, clientID)
	})
}

// find is Find with a function that reads the session, and perhaps a consent, from the store.
func (s *Sessions) find(c echo.Context, read func(ctx context.Context, handle string) (core.Session, *core.Consent, error)) (*SignedIn, error) {
	handle := cookie(c, SessionCookie)
	if handle == "" {
		return nil, nil // having no session is not an error
	}
	session, consent, err := read(c.Request().Context(), handle)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return nil, nil // having no session is not an error
	case err != nil:
		return nil, err
	}
	user, err := s.Users.FindUser(session.Subject)
	if err != nil || !user.Counts(session.AuthTime) {
		return nil, nil //nolint:nilerr // the user does not exist any more, or must sign in again
	}
	return &SignedIn{Session: session, User: user, Consent: consent, handle: handle}, nil
}

// Use returns what a store needs to record that a client gets a code in the session, and to extend
// the idle time of the session.
func (s *Sessions) Use(signedIn *SignedIn) core.SessionUse {
	return core.SessionUse{Handle: signedIn.handle, IdleUntil: s.Now().Add(s.Idle)}
}
