package browser

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Store keeps sessions under the hash of their handle.
type Store interface {
	SaveSession(ctx context.Context, handle string, session core.Session) error
	// FindSession returns core.ErrNotFound for a session that does not count any more.
	FindSession(ctx context.Context, handle string) (core.Session, error)
	// TouchSession returns core.ErrNotFound for a session that has ended.
	TouchSession(ctx context.Context, handle string, idleUntil time.Time, clientID string) error
	EndSession(ctx context.Context, handle string) error
}

// Users tells who exists.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
}

// Grants end with the session that they depend on.
type Grants interface {
	RevokeSession(ctx context.Context, sid string) error
}

// Sessions are the signed-in browsers.
type Sessions struct {
	Store  Store
	Users  Users
	Grants Grants
	Now    func() time.Time
	TTL    time.Duration // absolute
	Idle   time.Duration
}

// SignedIn is a session and the user whose it is.
type SignedIn struct {
	core.Session
	User   *core.User
	handle string
}

// Find gives who is signed in, nil for nobody: no cookie, a session that does
// not count any more, or a user who does not exist any more. An error means
// that the store is away.
func (s *Sessions) Find(c echo.Context) (*SignedIn, error) {
	handle := cookie(c, SessionCookie)
	if handle == "" {
		return nil, nil // nobody is no error
	}
	session, err := s.Store.FindSession(c.Request().Context(), handle)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return nil, nil // nobody is no error
	case err != nil:
		return nil, err
	}
	user, err := s.Users.FindUser(session.Subject)
	if err != nil {
		return nil, nil //nolint:nilerr // a user who left is nobody
	}
	return &SignedIn{Session: session, User: user, handle: handle}, nil
}

// Begin signs the user in. The handle is new at each sign-in, so that one which
// somebody planted or saw before is worth nothing; the old session ends. For the
// same user the session keeps its public name, and the grants that depend on it
// live on; another user's end with theirs.
func (s *Sessions) Begin(c echo.Context, user *core.User, amr ...string) (core.Session, error) {
	ctx, now := c.Request().Context(), s.Now()
	before, err := s.Find(c)
	if err != nil {
		return core.Session{}, err
	}
	session := core.Session{
		ID: oauth.NewSecret(), Subject: user.Subject, AuthTime: now, ACR: "1", AMR: amr,
		CreatedAt: now, ExpiresAt: now.Add(s.TTL), IdleUntil: now.Add(s.Idle),
	}
	if before != nil && before.Subject == user.Subject {
		session.ID, session.CreatedAt, session.Clients = before.ID, before.CreatedAt, before.Clients
	}
	handle := oauth.NewSecret()
	if err := s.Store.SaveSession(ctx, handle, session); err != nil {
		return core.Session{}, err
	}
	if err := s.end(ctx, before, session.ID); err != nil {
		return core.Session{}, err
	}
	setCookie(c, SessionCookie, handle, s.TTL)
	return session, nil
}

// End signs the browser out: session, cookie, and the grants that depend on it.
func (s *Sessions) End(c echo.Context, signedIn *SignedIn) error {
	expireCookie(c, SessionCookie)
	return s.end(c.Request().Context(), signedIn, "")
}

// end ends a session, and its grants unless it goes on as the session kept.
func (s *Sessions) end(ctx context.Context, old *SignedIn, kept string) error {
	if old == nil {
		return nil
	}
	if err := s.Store.EndSession(ctx, old.handle); err != nil {
		return err
	}
	if old.ID == kept {
		return nil
	}
	return s.Grants.RevokeSession(ctx, old.ID)
}

// Used notes that a client gets a code in the session, which is alive so far.
// It returns core.ErrNotFound if the session has ended meanwhile.
func (s *Sessions) Used(ctx context.Context, signedIn *SignedIn, clientID string) error {
	return s.Store.TouchSession(ctx, signedIn.handle, s.Now().Add(s.Idle), clientID)
}
