package login

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the sign-in page.
type Handler struct {
	Issuer       string
	Users        Users
	Clients      Clients
	Transactions Transactions
	Attempts     Attempts
	Sessions     *browser.Sessions
	Responder    Responder
	Pages        *ui.Pages
	Log          *slog.Logger
	Now          func() time.Time
	Known        *browser.Known
	Limits       core.SignInLimits // wrong passwords for one account
	AddressLimit int               // wrong passwords from one address within the window
}

// Users checks passwords.
type Users interface {
	// Authenticate returns core.ErrWrongPassword for an unknown user, for a wrong password, and for
	// a disabled user.
	Authenticate(ctx context.Context, username, password string) (*core.User, error)
	DemoUsers() []*core.User
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Transactions stores authorization requests in progress. All methods return core.ErrNotFound for a
// transaction that is unknown, expired or already used.
type Transactions interface {
	FindTransaction(ctx context.Context, handle string) (core.Transaction, error)
	UpdateTransaction(ctx context.Context, handle string, tx core.Transaction) error
	TakeTransaction(ctx context.Context, handle string) (core.Transaction, error)
}

// Responder sends the authorization response to the client.
type Responder interface {
	Refuse(c echo.Context, request core.AuthorizationRequest, err error) error
}

// Mount adds the page.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/login", h.show)
	e.POST("/login", h.submit)
}

// show is GET /login.
func (h *Handler) show(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	handle := query.Get("transaction")
	tx, err := browser.FindTransaction(c, h.Transactions, handle)
	if err != nil {
		return err
	}
	return h.page(c, handle, tx, ui.SignIn{Username: tx.Request.LoginHint})
}

// submit is POST /login.
func (h *Handler) submit(c echo.Context) error {
	form, err := browser.OwnForm(c)
	if err != nil {
		return err
	}
	handle := form.Get("transaction")
	tx, err := browser.FindTransaction(c, h.Transactions, handle)
	if err != nil {
		return err
	}
	if form.Get("decision") == "deny" {
		return h.cancel(c, handle)
	}
	return h.signIn(c, handle, tx, form.Get("username"), form.Get("password"))
}

// cancel refuses the request at the client, because the user cancelled the sign-in.
func (h *Handler) cancel(c echo.Context, handle string) error {
	ctx := c.Request().Context()
	tx, err := h.Transactions.TakeTransaction(ctx, handle) // takes the transaction, so that it cannot be approved later
	if err := browser.KnownTransaction(ctx, err); err != nil {
		return err
	}
	oauth.Record(ctx, h.Log, slog.LevelInfo, "sign-in cancelled")
	if tx.Own() {
		return h.Pages.NotSignedIn(c)
	}
	return h.Responder.Refuse(c, tx.Request, checks.ConsentGiven.Fail(ctx, nil))
}

// goOn stores the new session in the transaction and sends the browser to the consent page. That
// page asks the user, or answers the client if no question is needed.
func (h *Handler) goOn(c echo.Context, handle string, tx core.Transaction, session core.Session) error {
	ctx := c.Request().Context()
	if tx.Own() { // one of our own pages, which finds the session by the cookie
		web.SetNoStore(c)
		return c.Redirect(http.StatusSeeOther, h.Issuer+tx.ReturnTo)
	}
	tx.SessionID, tx.SignedInAt = session.ID, session.AuthTime
	if err := browser.KnownTransaction(ctx, h.Transactions.UpdateTransaction(ctx, handle, tx)); err != nil {
		return err
	}
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, h.Issuer+"/consent?transaction="+url.QueryEscape(handle)) // RFC 9700 §4.12
}
