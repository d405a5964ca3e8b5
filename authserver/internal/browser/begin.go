package browser

import (
	"errors"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Begin signs the user in. An attacker may have planted or seen the handle that the
// browser had (session fixation): the handle is new at each sign-in, and the old session
// ends. If the same user signs in again, the session keeps its sid, and its grants stay
// valid. The grants of another user's session end with that session.
func (s *Sessions) Begin(c echo.Context, user *core.User, amr ...string) (core.Session, error) {
	ctx, now := c.Request().Context(), s.Now()
	before, err := s.Find(c)
	if err != nil {
		return core.Session{}, err
	}
	session := core.Session{
		ID: oauth.NewSecret(), Subject: user.Subject, AuthTime: now, ACR: core.ACRPassword, AMR: amr,
		CreatedAt: now, ExpiresAt: now.Add(s.TTL), IdleUntil: now.Add(s.Idle), Browser: web.Agent(c.Request().UserAgent()),
	}
	if before != nil && before.Subject == user.Subject {
		session.ID, session.CreatedAt, session.Clients = before.ID, before.CreatedAt, before.Clients
	}
	handle := core.NewHandle(user.Subject)
	if err := s.Store.SaveSession(ctx, handle, session); err != nil {
		return core.Session{}, err
	}
	switch err := s.replace(c, before, handle, session); {
	case errors.Is(err, core.ErrNotFound): // signed out in the meantime: the sid must not be used again
		if _, err := s.Store.EndSession(ctx, handle); err != nil {
			return core.Session{}, err
		}
		session.ID, session.CreatedAt, session.Clients, handle = oauth.NewSecret(), now, nil, core.NewHandle(user.Subject)
		if err := s.Store.SaveSession(ctx, handle, session); err != nil {
			return core.Session{}, err
		}
	case err != nil:
		return core.Session{}, err
	}
	setCookie(c, SessionCookie, handle, s.TTL)
	return session, nil
}

// replace ends the session that the browser had. If the session continues under the new
// handle, the clients that got a code in it are kept. It returns core.ErrNotFound if
// another request has ended that session first.
func (s *Sessions) replace(c echo.Context, before *SignedIn, handle string, session core.Session) error {
	ctx := c.Request().Context()
	if before == nil {
		return s.endStale(c, session.ID)
	}
	if before.ID != session.ID {
		return s.end(ctx, before)
	}
	ended, err := s.Store.EndSession(ctx, before.handle)
	if err != nil {
		return err
	}
	if ended.ID == "" {
		return core.ErrNotFound
	}
	for _, id := range ended.Clients {
		if slices.Contains(session.Clients, id) {
			continue
		}
		if err := s.Store.TouchSession(ctx, handle, session.IdleUntil, id); err != nil {
			return err
		}
	}
	return nil
}

// endStale ends a session of this browser that was idle for too long, with its grants.
// Otherwise these grants would stay valid after the user signs out of the new session
// (OIDC Core §11).
func (s *Sessions) endStale(c echo.Context, began string) error {
	ctx, handle := c.Request().Context(), cookie(c, SessionCookie)
	if handle == "" {
		return nil
	}
	stale, err := s.Store.StoredSession(ctx, handle)
	if errors.Is(err, core.ErrNotFound) || err == nil && stale.ID == began {
		return nil
	}
	if err != nil {
		return err
	}
	return s.end(ctx, &SignedIn{Session: stale, handle: handle})
}
