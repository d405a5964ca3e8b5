package login

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// BeginForApp begins a login in this browser whose session is for an app (ADR 0020). The caller
// has asked the user. An unknown issuer is refused.
func (h *Handler) BeginForApp(c echo.Context, issuer string, app core.AppRequest) error {
	return h.begin(c, issuer, func(p *core.PendingLogin) { p.App = &app })
}

// handOver stores the session for the app under a one-time code, and returns the address
// of the page that redirects to the app with that code. The browser gets no session, and
// keeps the session that it has.
func (h *Handler) handOver(c echo.Context, login core.PendingLogin, tokens core.TokenSet, user core.User) (string, error) {
	ctx, now := c.Request().Context(), h.Now()
	code := oauth.NewSecret()
	offered := core.Handover{Challenge: login.App.Challenge, Expires: now.Add(patience.Lifetime(ctx, h.HandoverTTL)), Session: core.Session{
		User: user, Tokens: tokens, Browser: session.App(c.Request().UserAgent()), Logouts: login.Logouts,
		Created: now, Ends: now.Add(h.Lifetime),
	}}
	if err := h.Handovers.SaveHandover(ctx, code, offered); err != nil {
		return "", err
	}
	h.Log.InfoContext(ctx, "session offered to an app", "session", offered.Session, "issuer", user.Issuer)
	return login.App.Back("handover", code), nil
}

// refusedForApp sends the error of the authorization server to the app, which waits. An error
// code that this client does not know is not sent on (RFC 6749 §4.1.2.1).
func refusedForApp(c echo.Context, app core.AppRequest, answer url.Values) error {
	err := refused(c.Request().Context(), answer)
	code := oauth.Code(answer.Get("error"))
	if words(code) == "" {
		return err
	}
	err.Header = http.Header{echo.HeaderLocation: {app.Back("error", string(code))}}
	return err.WithStatus(http.StatusSeeOther)
}
