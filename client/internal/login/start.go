package login

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
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
	issuer := h.chosen(query)
	if issuer == "" {
		return h.choose(c, returnTo)
	}
	return h.begin(c, issuer, returnTo)
}

// begin remembers the login and sends the browser off. Nothing is remembered, and
// no cookie set, before the server is known to take the request.
func (h *Handler) begin(c echo.Context, issuer, returnTo string) error {
	ctx := c.Request().Context()
	state, binding := oauth.NewSecret(), oauth.NewSecret()
	now := h.Now()
	pending, err := h.Servers.NewLogin(ctx, issuer, returnTo, now.Add(h.TTL))
	if err != nil {
		return err
	}
	location, err := h.Servers.AuthorizationURL(ctx, state, pending)
	if err != nil {
		return away(err)
	}
	if err := h.Logins.SaveLogin(ctx, state, binding, pending); err != nil {
		return err
	}
	makeRoom(c.Response(), c.Request())
	setTransaction(c.Response(), state, binding, now, h.TTL)
	return c.Redirect(http.StatusFound, location)
}

func (h *Handler) returnTo(c echo.Context, query url.Values) (string, error) {
	if !query.Has("return_to") {
		return "/", nil
	}
	path := query.Get("return_to")
	return path, checks.ReturnToLocal.Require(c.Request().Context(), core.IsLocalPath(path))
}
