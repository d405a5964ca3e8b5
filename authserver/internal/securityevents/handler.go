package securityevents

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/web"
)

// Path is the path of the endpoint, relative to the issuer.
const Path = "/security_events"

// Handler answers polls. Patience must be less than the server's write timeout.
type Handler struct {
	Clients     Clients
	Exchanges   Exchanges
	Revocations Revocations
	Signer      Signer
	Log         *slog.Logger
	Patience    time.Duration // how long a poll waits for an event

	tail tail
}

// Clients authenticates the client of a request.
type Clients interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
	RequireConfidential(ctx context.Context, client *core.Client) error
}

// Exchanges tells for which resources tokens can be exchanged (RFC 8693).
type Exchanges interface {
	ExchangeTarget(resource string) bool
}

// Revocations is the feed of revocations.
type Revocations interface {
	// Revocations returns at most limit revocations after the position, oldest first, and whether
	// there are more.
	Revocations(ctx context.Context, after string, limit int) (found []core.Revocation, more bool, err error)
	// AwaitRevocation waits until there is a revocation after the position, at most for patience.
	// It returns the last position.
	AwaitRevocation(ctx context.Context, after string, patience time.Duration) (string, error)
	// AcknowledgeRevocations stores the positions of the revocations that the client has received.
	AcknowledgeRevocations(ctx context.Context, clientID string, positions []string) error
	// AcknowledgedRevocations returns for each position whether the client has acknowledged it.
	AcknowledgedRevocations(ctx context.Context, clientID string, positions []string) ([]bool, error)
}

// Signer signs security event tokens.
type Signer interface {
	SecurityEvent(ctx context.Context, client *core.Client, r core.Revocation) (string, error)
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) { e.POST(Path, h.handle) }

// Close ends the wait at Redis.
func (h *Handler) Close() { h.tail.close() }

// handle is POST /security_events.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	client, err := h.recipient(ctx, c.Request())
	if err != nil {
		return err
	}
	poll, err := parse(ctx, c.Request())
	if err != nil {
		return err
	}
	h.note(ctx, client, poll)
	if poll.Position == "" && len(poll.Ack) > 0 { // §2.4
		if err := h.Revocations.AcknowledgeRevocations(ctx, client.ID, poll.Ack); err != nil {
			return err
		}
	}
	found, err := h.await(ctx, client, poll)
	if err != nil {
		return err
	}
	return h.respond(c, client, found)
}

// recipient authenticates the client by the Authorization header, because the body is not a form.
func (h *Handler) recipient(ctx context.Context, r *http.Request) (*core.Client, error) {
	client, err := h.Clients.Authenticate(ctx, r, url.Values{})
	if err != nil {
		return nil, err
	}
	if err := h.Clients.RequireConfidential(ctx, client); err != nil {
		return nil, err
	}
	return client, checks.EventsRecipient.Require(ctx, client.Resource != "")
}

// note logs the errors that the recipient reported for security event tokens (§2.6).
func (h *Handler) note(ctx context.Context, client *core.Client, poll poll) {
	for jti, e := range poll.SetErrs {
		h.Log.WarnContext(ctx, "a resource server refused a security event token",
			"client_id", client.ID, "jti", web.Printable(jti), "error", web.Printable(e.Err))
	}
}

// respond writes the security event tokens (RFC 8936 §2.3).
func (h *Handler) respond(c echo.Context, client *core.Client, found pending) error {
	answer := securityevent.Answer{Sets: map[string]string{}, MoreAvailable: found.more, Position: found.position}
	for revocation := range slices.Values(found.all) {
		signed, err := h.Signer.SecurityEvent(c.Request().Context(), client, revocation)
		if err != nil {
			return oauth.ServerError.With("the events could not be signed").Because(err)
		}
		answer.Sets[revocation.Position] = signed
	}
	return web.NoStoreJSON(c, http.StatusOK, answer)
}
