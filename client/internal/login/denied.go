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

const deniedPath = "/login/denied"

// denied says where the answer "access_denied" leads (RFC 6749 §4.1.2.1). A user who
// said no made a choice, and did nothing wrong. The redirect takes the answer out of
// the address bar, so that reloading the page does not send the spent state again.
func denied(refusal *oauth.Error, login core.PendingLogin) error {
	page := deniedPath + "?" + url.Values{"again": {again(login)}}.Encode()
	refusal.Header = http.Header{echo.HeaderLocation: {page}}
	return refusal.WithStatus(http.StatusSeeOther)
}

// again is where the user can begin once more. What a resource server asked for
// (RFC 9470) is asked for again by the page that needs it.
func again(login core.PendingLogin) string {
	if !login.Wants.IsZero() {
		return login.ReturnTo
	}
	return "/login?" + url.Values{"issuer": {login.Issuer}, "return_to": {login.ReturnTo}}.Encode()
}

// showDenied is GET /login/denied. It says the same to everybody who opens it, and
// links to this site only.
func (h *Handler) showDenied(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	again := "/login"
	if query.Has("again") {
		again = query.Get("again")
	}
	if err := checks.ReturnToLocal.Require(c.Request().Context(), core.IsLocalPath(again)); err != nil {
		return err
	}
	return h.pages.HTML(c, http.StatusOK, "denied", h.Chrome, again)
}
