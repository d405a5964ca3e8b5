package browser

import (
	"context"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// End signs the browser out: it deletes the cookie, ends the session, revokes the grants that
// depend on it, and notifies its clients.
func (s *Sessions) End(c echo.Context, signedIn *SignedIn) error {
	expireCookie(c, SessionCookie)
	return s.end(c.Request().Context(), signedIn)
}

// end revokes the grants before it ends the session. If Redis fails in between, the session still
// exists and can be ended again.
func (s *Sessions) end(ctx context.Context, old *SignedIn) error {
	if err := s.Grants.RevokeSession(ctx, old.Subject, old.ID); err != nil {
		return err
	}
	ended, err := s.Store.EndSession(ctx, old.handle)
	if err == nil && ended.ID == "" { // a sign-in at the same time has moved the session to another handle, where it would continue
		ended, err = s.Store.EndSessionOf(ctx, old.Subject, old.ID)
	}
	if err != nil {
		return err
	}
	s.tell(ctx, ended)
	return nil
}

// tell notifies the clients, unless another request ended the session first.
func (s *Sessions) tell(ctx context.Context, ended core.Session) {
	if s.Notices != nil && ended.ID != "" {
		s.Notices.SessionEnded(ctx, ended)
	}
}
