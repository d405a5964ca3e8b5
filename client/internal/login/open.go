package login

import (
	"context"
	"errors"

	"quartet.example/shared/web"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/client/internal/session"
	"quartet.example/shared/oauth"
)

// open gives the browser a session. Its id is new, whatever the browser sent
// (session fixation); the session it had before ends. A SameSite=Strict cookie is
// not sent with the way back, so the login remembers that session.
func (h *Handler) open(c echo.Context, login core.PendingLogin, tokens core.TokenSet, user core.User) error {
	ctx := c.Request().Context()
	now := h.Now()
	s := core.Session{
		ID: oauth.NewSecret(), User: user, Tokens: tokens, Browser: web.Agent(c.Request().UserAgent()),
		Created: now, Ends: now.Add(h.Lifetime),
	}
	err := h.Sessions.CreateSession(ctx, s)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) {
		return err
	}
	if err := checks.SessionOvertaken.RequireNil(ctx, err); err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "signed in", "session", s, "issuer", user.Issuer)
	for _, before := range []string{session.ID(c.Request()), login.Before} {
		if err := h.end(ctx, before); err != nil {
			return err
		}
	}
	h.Cookie.Set(c.Response(), s.ID, h.Lifetime)
	return nil
}

// end ends a session that may be over already, or "" for none.
func (h *Handler) end(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	_, err := h.Ender.End(ctx, id)
	if errors.Is(err, core.ErrNotFound) {
		return nil
	}
	return err
}
