package login

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

const deniedPath = "/login/denied"

// denied returns where to redirect after the error access_denied (RFC 6749 §4.1.2.1). A
// user who refuses consent makes a choice, so there is no error page. The redirect removes
// the response from the address bar, so that reloading does not send the used state again.
func denied(refusal *oauth.Error, login core.PendingLogin) error {
	page := deniedPath + "?" + url.Values{"again": {retryPath(login)}}.Encode()
	refusal.Header = http.Header{echo.HeaderLocation: {page}}
	return refusal.WithStatus(http.StatusSeeOther)
}

// retryPath is where the user can start another login. The requirements of a resource server
// (RFC 9470) are not repeated: the page that needs them asks for them.
func retryPath(login core.PendingLogin) string {
	if !login.Wants.IsZero() {
		return login.ReturnTo
	}
	return "/login?" + url.Values{"issuer": {login.Issuer}, "return_to": {login.ReturnTo}}.Encode()
}

// showDenied is GET /login/denied. The page is the same for everybody, and links to this
// site only.
func (h *Handler) showDenied(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	retry := "/login"
	if query.Has("again") {
		retry = query.Get("again")
	}
	if err := checks.ReturnToLocal.Require(c.Request().Context(), core.IsLocalPath(retry)); err != nil {
		return err
	}
	return h.pages.HTML(c, http.StatusOK, "denied", h.Chrome, retry)
}
