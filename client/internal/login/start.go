package login

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// start is GET /login (RFC 6749 §4.1.1, RFC 7636 §4.1, OIDC Core §3.1.2.1).
func (h *Handler) start(c echo.Context) error {
	web.SetNoStore(c)
	ctx := c.Request().Context()
	returnTo, err := h.returnTo(c)
	if err != nil {
		return err
	}
	state, binding := oauth.NewSecret(), oauth.NewSecret()
	now := h.Now()
	pending, err := h.Provider.NewLogin(returnTo, now.Add(h.TTL))
	if err != nil {
		return err
	}
	location, err := h.Provider.AuthorizationURL(ctx, state, pending)
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

func (h *Handler) returnTo(c echo.Context) (string, error) {
	query, err := web.Query(c)
	if err != nil {
		return "", err
	}
	if !query.Has("return_to") {
		return "/", nil
	}
	path := query.Get("return_to")
	return path, checks.ReturnToLocal.Require(c.Request().Context(), core.IsLocalPath(path))
}
