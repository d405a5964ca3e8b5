package login

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

// start is GET /login (RFC 6749 §4.1.1, RFC 7636 §4.1, OIDC Core §3.1.2.1).
func (h *Handler) start(c echo.Context) error {
	web.SetNoStore(c)
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	returnTo, err := h.returnTo(c, query)
	if err != nil {
		return err
	}
	issuer, wants := h.chosen(query), core.Authentication{}
	if query.Has("step_up") {
		issuer, wants, err = h.asked(c, query.Get("step_up"))
	}
	switch {
	case err != nil:
		return err
	case issuer == "":
		return h.choose(c, returnTo)
	}
	return h.begin(c, issuer, func(p *core.PendingLogin) {
		p.ReturnTo, p.Wants = returnTo, wants
	})
}

// asked returns what a resource server asked of the session of this browser, and the server where
// its user signed in (RFC 9470 §5).
func (h *Handler) asked(c echo.Context, id string) (string, core.Authentication, error) {
	ctx := c.Request().Context()
	issuer, wants, err := h.StepUps.Asked(ctx, h.Cookie.ID(c.Request()), id)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return "", wants, err
	}
	return issuer, wants, checks.StepUpOwn.RequireNil(ctx, err)
}

// begin stores the login and redirects the browser. It stores nothing and sets no cookie before
// it knows that the server can be reached and trusted. The caller adds what the login is for.
func (h *Handler) begin(c echo.Context, issuer string, add func(*core.PendingLogin)) error {
	ctx := c.Request().Context()
	state, binding := oauth.NewSecret(), oauth.NewSecret()
	now, ttl := h.Now(), patience.Transaction(ctx, h.TTL)
	pending, err := h.Servers.NewLogin(ctx, issuer, "/", now.Add(ttl))
	if err != nil {
		return err
	}
	pending.Started = now
	if pending.Logouts, err = h.Logins.Logouts(ctx, issuer); err != nil {
		return err
	}
	add(&pending)
	location, err := h.Servers.AuthorizationURL(ctx, state, pending)
	if err != nil {
		return away(err)
	}
	if err := h.Logins.SaveLogin(ctx, state, binding, pending); err != nil {
		return err
	}
	h.makeRoom(c.Response(), c.Request())
	setTransaction(c.Response(), h.cookieName(state), binding, now, ttl)
	if pending.App == nil { // parallel sign-ins in one browser must have the same identifier of it
		h.Cookie.SetBrowser(c.Response(), h.Cookie.Browser(c.Request()), h.Lifetime)
	}
	status := http.StatusFound
	if c.Request().Method == http.MethodPost {
		status = http.StatusSeeOther // RFC 9110 §15.4.4: the form must not be sent on
	}
	return c.Redirect(status, location)
}

func (h *Handler) returnTo(c echo.Context, query url.Values) (string, error) {
	if !query.Has("return_to") {
		return "/", nil
	}
	path := query.Get("return_to")
	return path, checks.ReturnToLocal.Require(c.Request().Context(), core.IsLocalPath(path))
}
