package account

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// path is the path of the page, relative to the issuer.
const path = "/account"

// Handler answers the account page.
type Handler struct {
	Issuer   string
	Gate     *browser.Gate
	Sessions *browser.Sessions
	Clients  Clients
	Scopes   Scopes
	Access   Access
	Pages    *ui.Pages
	Log      *slog.Logger
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Scopes describes scopes in words.
type Scopes interface {
	DescribeScope(token string) (text string, ok bool)
}

// Access stores what a user has allowed.
type Access interface {
	GrantsOf(ctx context.Context, sub string) ([]core.Grant, error)
	ConsentsOf(ctx context.Context, sub string) ([]core.Consent, error)
	RevokeConsent(ctx context.Context, sub, clientID string) error
}

// Mount adds the page.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET(path, h.show)
	e.POST(path, h.submit)
}

// show is GET /account.
func (h *Handler) show(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	who, err := h.Gate.RequireSignIn(c, path, nil)
	if err != nil || who == nil {
		return err
	}
	page, err := h.page(c.Request().Context(), who)
	if err != nil {
		return err
	}
	page.Done = query.Get("done")
	web.SetNoStore(c)
	return h.Pages.Account(c, page)
}

// submit is POST /account.
func (h *Handler) submit(c echo.Context) error {
	form, err := browser.OwnForm(c)
	if err != nil {
		return err
	}
	who, err := h.Gate.RequireSignIn(c, path, nil)
	if err != nil || who == nil {
		return err
	}
	ctx := c.Request().Context()
	if err := checks.AccountForm.Require(ctx, oauth.Equal(form.Get("form"), who.FormKey(path))); err != nil {
		return err
	}
	return h.end(c, who, form.Get("end"), form.Get("id"))
}

// showEnded redirects to the page, so that a reload does not repeat the action. done says what was
// ended.
func (h *Handler) showEnded(c echo.Context, done string) error {
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, h.Issuer+path+"?done="+done)
}
