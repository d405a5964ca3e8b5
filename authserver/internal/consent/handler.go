package consent

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/web"
)

// Handler answers the consent page.
type Handler struct {
	Issuer       string
	Clients      Clients
	Scopes       Scopes
	Transactions Transactions
	Consents     Consents
	Sessions     *browser.Sessions
	Responder    Responder
	Pages        *ui.Pages
	Log          *slog.Logger
	Now          func() time.Time
	TTL          time.Duration // how long a consent is remembered
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Scopes describes scopes in words.
type Scopes interface {
	DescribeScope(token string) (text string, ok bool)
	// Told says which claims of the user a scope releases beyond its description, or "".
	Told(token string, user *core.User) string
}

// Transactions stores authorization requests in progress. All methods return core.ErrNotFound for a
// transaction that is unknown, expired or already decided.
type Transactions interface {
	FindTransaction(ctx context.Context, handle string) (core.Transaction, error)
	UpdateTransaction(ctx context.Context, handle string, tx core.Transaction) error
	// DecideTransaction returns the transaction to exactly one caller, and stores the decision.
	DecideTransaction(ctx context.Context, handle, decision string) (core.Transaction, error)
	AnswerTransaction(ctx context.Context, handle, answer string) error
	// FindSettled returns a transaction that was decided a moment ago.
	FindSettled(ctx context.Context, handle string) (core.Settled, error)
}

// Consents remembers what users allowed.
type Consents interface {
	// FindConsent returns core.ErrNotFound when nothing is remembered.
	FindConsent(ctx context.Context, sub, clientID string) (core.Consent, error)
	SaveConsent(ctx context.Context, consent core.Consent, ttl time.Duration) error
}

// Responder makes and sends the authorization response.
type Responder interface {
	Grant(c echo.Context, request core.AuthorizationRequest, by *browser.SignedIn) (url.Values, error)
	Refusal(c echo.Context, request core.AuthorizationRequest, err error) (url.Values, error)
	Send(c echo.Context, request core.AuthorizationRequest, answer url.Values) error
}

// Mount adds the page.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/consent", h.show)
	e.POST("/consent", h.submit)
}

// show is GET /consent.
func (h *Handler) show(c echo.Context) error {
	query, err := web.Query(c)
	if err != nil {
		return err
	}
	handle := query.Get("transaction")
	tx, err := h.find(c, handle)
	if err != nil {
		return err
	}
	signedIn, err := h.Sessions.Find(c)
	if err != nil {
		return err
	}
	if h.needsSignIn(tx, signedIn) {
		return h.toSignIn(c, handle)
	}
	return h.ask(c, handle, tx, signedIn)
}

// find returns the transaction of a client. It refuses a transaction of one of our own pages, which
// needs no consent.
func (h *Handler) find(c echo.Context, handle string) (core.Transaction, error) {
	tx, err := browser.FindTransaction(c, h.Transactions, handle)
	if err != nil {
		return tx, err
	}
	return tx, checks.TransactionKnown.Require(c.Request().Context(), !tx.Own())
}

// ask shows the question, or answers the client if no question is needed.
func (h *Handler) ask(c echo.Context, handle string, tx core.Transaction, signedIn *browser.SignedIn) error {
	ctx := c.Request().Context()
	client, err := h.Clients.FindClient(tx.Request.ClientID)
	if err := checks.RequestClient.RequireNil(ctx, err); err != nil { // the client was removed meanwhile
		return err
	}
	if !hinted(tx, signedIn) { // OIDC Core §3.1.2.1: another user than that of id_token_hint signed in
		return h.refuse(c, handle, checks.IDTokenHintMatch.Fail(ctx, nil))
	}
	before, err := core.PreviousConsent(h.Consents.FindConsent(ctx, signedIn.Subject, client.ID))
	if err != nil {
		return err
	}
	if !tx.Request.NeedsConsent(client, before) {
		return h.allow(c, handle, signedIn)
	}
	if tx.SessionID != signedIn.ID { // from now on the question is for this session
		tx.SessionID, tx.SignedInAt = signedIn.ID, time.Time{}
		if err := browser.KnownTransaction(ctx, h.Transactions.UpdateTransaction(ctx, handle, tx)); err != nil {
			return err
		}
	}
	return h.Pages.Consent(c, h.question(handle, tx, client, signedIn, before))
}

func (h *Handler) question(handle string, tx core.Transaction, client *core.Client, signedIn *browser.SignedIn, before *core.Consent) ui.Consent {
	q := ui.Consent{
		Transaction: handle, SessionID: signedIn.ID, Client: client, RedirectURI: tx.Request.RedirectURI,
		User: signedIn.User, Remembered: client.Remembered(),
	}
	for _, token := range tx.Request.Permissions() {
		words, _ := h.Scopes.DescribeScope(token)
		scope := ui.ScopeOf(token, words, before)
		scope.Detail = h.Scopes.Told(token, signedIn.User)
		q.Scopes = append(q.Scopes, scope)
	}
	return q
}
