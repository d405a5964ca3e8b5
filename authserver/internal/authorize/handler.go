package authorize

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/issued"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the authorization endpoint.
type Handler struct {
	Clients        Clients
	Scopes         Scopes
	Hints          Hints
	Transactions   Transactions
	Pushed         Pushed
	RequirePAR     bool // of every client (RFC 9126 §5)
	Sessions       *browser.Sessions
	Responder      *Responder
	Now            func() time.Time
	TransactionTTL time.Duration
}

// Clients finds registered clients.
type Clients interface {
	// FindClient returns core.ErrNotFound for an unknown client.
	FindClient(id string) (*core.Client, error)
}

// Scopes finds scopes and the resources that they belong to.
type Scopes interface {
	ScopesExist(scope oauth.Scope) bool
	// Audience refuses a resource that is unknown or owns none of the scope.
	Audience(scope oauth.Scope, resource []string) ([]string, error)
	// ClaimRules returns which scopes release which claims of a user.
	ClaimRules() claims.Rules
}

// Hints reads ID tokens that we issued; they may have expired.
type Hints interface {
	Hint(ctx context.Context, raw string) (issued.IDTokenHint, error)
}

// Transactions stores authorization requests in progress.
type Transactions interface {
	SaveTransaction(ctx context.Context, handle string, tx core.Transaction) error
}

// Mount adds the endpoint. HEAD is not among its methods: with a live session, a link checker
// would get a code issued.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/authorize", h.handle)
	e.POST("/authorize", h.handle)
}

// handle is GET and POST /authorize.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	web.SetNoStore(c)
	p, err := read(c)
	if err != nil {
		return err
	}
	if refersToPushed(p) {
		return h.resume(c, p) // RFC 9126 §4
	}
	client, request, err := h.validate(ctx, p, false)
	if err != nil && client == nil {
		return err // a page: there is no client to which the error could be sent (RFC 6749 §4.1.2.1)
	}
	if err != nil {
		return h.Responder.Refuse(c, request, err) // from here on errors are sent to the client
	}
	if browser.WithheldCookies(c) && fitsURL(p) {
		return h.Responder.fetchWithCookies(c, p)
	}
	return h.proceed(c, client, request)
}

// validate applies both groups of checks. If a check of the first group fails, it returns no
// client, and the error must not be sent by a redirect.
func (h *Handler) validate(ctx context.Context, p parameters, pushed bool) (*core.Client, core.AuthorizationRequest, error) {
	client, redirectURI, err := h.destination(ctx, p)
	if err != nil {
		return nil, core.AuthorizationRequest{}, err
	}
	request := core.AuthorizationRequest{
		ClientID: client.ID, RedirectURI: redirectURI, ResponseMode: responseMode(p, redirectURI), State: p.state(),
	}
	err = first(
		func() error { return checks.PARRequired.Require(ctx, pushed || !h.RequirePAR && !client.PARRequired) },
		func() error { return h.check(ctx, client, p, &request) },
	)
	return client, request, err
}

// destination is the first group of checks. They never redirect: without a client that has
// registered the redirect URI, the server would be an open redirector.
func (h *Handler) destination(ctx context.Context, p parameters) (*core.Client, string, error) {
	if p.repeats("client_id", "redirect_uri") { // RFC 6749 §3.1
		return nil, "", checks.RequestSingle.Fail(ctx, p.why())
	}
	client, err := h.Clients.FindClient(p.Get("client_id"))
	if err := checks.RequestClient.RequireNil(ctx, err); err != nil {
		return nil, "", err
	}
	oauth.AboutClient(ctx, client.ID)
	redirectURI, ok := redirectURI(client, p)
	if err := checks.RedirectURIPresent.Require(ctx, ok); err != nil {
		return nil, "", err
	}
	if !client.MayRedirectTo(redirectURI) {
		return nil, "", checks.RedirectURIExact.Fail(ctx, nil).Comparing(oauth.Mismatch{
			Name: "redirect_uri", Sent: redirectURI, Expected: client.RedirectURIsFor(redirectURI), As: "registered",
		})
	}
	checks.RedirectURIExact.Pass(ctx)
	return client, redirectURI, nil
}

// redirectURI returns the requested URI. A client that has registered only one may omit the
// parameter (RFC 6749 §3.1.2.3), except with OpenID Connect, which requires it.
func redirectURI(client *core.Client, p parameters) (uri string, ok bool) {
	if sent := p.Get("redirect_uri"); sent != "" {
		return sent, true
	}
	scope, err := oauth.ParseScope(p.Get("scope"))
	if err != nil || p.repeats("scope") || scope.Has("openid") || len(client.RedirectURIs) != 1 {
		return "", false
	}
	return client.RedirectURIs[0], true
}
