package login

import (
	"context"
	"errors"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// open creates a session for the browser. Its id is always new (session fixation), and the
// session that the browser had ends. After an error there is no new session, and the browser
// keeps its old one.
func (h *Handler) open(c echo.Context, login core.PendingLogin, tokens core.TokenSet, user core.User) error {
	ctx, now := c.Request().Context(), h.Now()
	s := core.Session{
		ID: oauth.NewSecret(), User: user, Tokens: tokens, Browser: web.Agent(c.Request().UserAgent()), Logouts: login.Logouts,
		Created: now, Ends: now.Add(h.Lifetime),
	}
	err := h.Sessions.CreateSession(ctx, s)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) {
		return err
	}
	if err := checks.SessionOvertaken.RequireNil(ctx, err); err != nil {
		return err
	}
	browser := h.Cookie.Browser(c.Request())
	if err := h.replace(ctx, browser, s); err != nil {
		_, _ = h.Ender.End(context.WithoutCancel(ctx), s.ID) // no browser has its ID
		return err
	}
	h.Log.InfoContext(ctx, "signed in", "session", s, "issuer", user.Issuer)
	h.Cookie.Set(c.Response(), s.ID, h.Lifetime)
	h.Cookie.SetBrowser(c.Response(), browser, h.Lifetime)
	return nil
}

// replace ends the session that the browser had before s, if there is one.
func (h *Handler) replace(ctx context.Context, browser string, s core.Session) error {
	before, err := h.Sessions.ReplaceBrowserSession(ctx, browser, s)
	if err != nil || before == "" {
		return err
	}
	if err := h.Ender.EndReplaced(ctx, before); !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return nil // it had already ended
}
