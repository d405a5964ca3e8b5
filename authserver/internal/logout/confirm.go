package logout

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// ask shows the question. Its form is bound to this browser and this session.
func (h *Handler) ask(c echo.Context, l core.Logout, signedIn *browser.SignedIn) error {
	handle := oauth.NewSecret()
	l.BrowserHash, l.SessionID = browser.EnsureBrowser(c), signedIn.ID
	if err := h.Logouts.SaveLogout(c.Request().Context(), handle, l); err != nil {
		return err
	}
	return h.Pages.SignOut(c, ui.SignOut{Handle: handle, Client: h.client(l), RedirectURI: l.RedirectURI, User: signedIn.User})
}

// fetchWithCookies stores a request that came without cookies, and redirects the browser, which then sends its
// cookies. The URL contains a handle instead of id_token_hint.
func (h *Handler) fetchWithCookies(c echo.Context, l core.Logout) error {
	handle := oauth.NewSecret()
	if err := h.Logouts.SaveLogout(c.Request().Context(), handle, l); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, h.Issuer+"/logout/confirm?logout="+url.QueryEscape(handle))
}

// show is GET /logout/confirm, the target of the redirect in fetchWithCookies. The stored request is not bound
// to a browser, so it is handled exactly as GET /logout.
func (h *Handler) show(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	l, err := h.Logouts.FindLogout(ctx, query.Get("logout"))
	if err := known(c, err); err != nil {
		return err
	}
	if err := checks.TransactionKnown.Require(ctx, l.BrowserHash == ""); err != nil {
		return err
	}
	return h.proceed(c, l)
}

// answer is POST /logout/confirm.
func (h *Handler) answer(c echo.Context) error {
	form, err := browser.OwnForm(c)
	if err != nil {
		return err
	}
	handle, ctx := form.Get("logout"), c.Request().Context()
	l, err := h.Logouts.FindLogout(ctx, handle)
	if err := known(c, err); err != nil {
		return err
	}
	if err := browser.RequireBrowser(c, l.BrowserHash); err != nil {
		return err
	}
	if _, err := h.Logouts.TakeLogout(ctx, handle); err != nil {
		return known(c, err)
	}
	return h.decided(c, l, form.Get("decision"))
}

// decided carries out the user's decision, if the session is the one that the question was about.
func (h *Handler) decided(c echo.Context, l core.Logout, decision string) error {
	signedIn, err := h.Sessions.Find(c)
	switch {
	case err != nil:
		return err
	case signedIn == nil:
		return h.goOn(c, l)
	case decision != "sign-out":
		return h.Pages.StillSignedIn(c, ui.SignOut{Client: h.client(l), User: signedIn.User})
	}
	if err := checks.LogoutSession.Require(c.Request().Context(), l.SessionID == signedIn.ID); err != nil {
		return err
	}
	return h.end(c, l, signedIn)
}

func known(c echo.Context, err error) error {
	return browser.KnownTransaction(c.Request().Context(), err)
}
