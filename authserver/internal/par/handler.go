package par

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

// bodyLimit is larger than any request that passes the checks.
const bodyLimit = "64K"

// Handler answers the pushed authorization request endpoint.
type Handler struct {
	Clients  Clients
	Requests Requests
	Pushed   Pushed
	Proofs   Proofs
	Now      func() time.Time
	TTL      time.Duration // lifetime of a request URI
	Linger   time.Duration // how long a user may take for sign-in and consent after opening the request URI
}

// Clients authenticates the client of a request.
type Clients interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
}

// Requests checks an authorization request of the client, as /authorize does.
type Requests interface {
	Validate(ctx context.Context, client *core.Client, form url.Values) (core.AuthorizationRequest, error)
}

// Pushed stores pushed requests.
type Pushed interface {
	SavePushed(ctx context.Context, requestURI string, p core.PushedRequest, linger time.Duration) error
}

// Proofs verifies DPoP proofs.
type Proofs interface {
	// Prove returns the thumbprint of the proven key, or "" if the request has no proof.
	Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error)
}

// answer is the response of RFC 9126 §2.2.
type answer struct {
	RequestURI string `json:"request_uri"`
	ExpiresIn  int64  `json:"expires_in"` // seconds
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/par", h.handle, middleware.BodyLimit(bodyLimit)) }

// handle is POST /par.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := web.Form(c, "resource") // only resource may be repeated (RFC 8707)
	if err != nil {
		return err
	}
	client, err := h.Clients.Authenticate(ctx, c.Request(), form) // §2
	if err != nil {
		return err
	}
	if err := checks.PARNoReference.Require(ctx, !form.Has("request_uri")); err != nil { // §2.1
		return err
	}
	request, err := h.Requests.Validate(ctx, client, form) // §2.1
	if err != nil {
		return err
	}
	if request.KeyThumbprint, err = h.key(c, request.KeyThumbprint); err != nil { // RFC 9449 §10.1
		return err
	}
	ttl := patience.Lifetime(ctx, h.TTL)
	uri, err := h.push(ctx, request, ttl)
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusCreated, answer{uri, int64(ttl.Seconds())}) // §2.2
}

// key returns the thumbprint of the key that the code is bound to, from dpop_jkt or from the proof.
// If the request has both, they must be the same key.
func (h *Handler) key(c echo.Context, named string) (string, error) {
	proven, err := h.Proofs.Prove(c.Request(), c.Response().Header(), "")
	if err != nil || proven == "" {
		return named, err
	}
	return proven, checks.DPoPJKT.Require(c.Request().Context(), named == "" || named == proven)
}

// push stores the request under a URI with 256 random bits (§2.2, §7.1).
func (h *Handler) push(ctx context.Context, request core.AuthorizationRequest, ttl time.Duration) (string, error) {
	uri := core.RequestURIPrefix + oauth.NewSecret()
	request.Pushed = oauth.Hash(uri)
	return uri, h.Pushed.SavePushed(ctx, uri, core.PushedRequest{Request: request, ExpiresAt: h.Now().Add(ttl)}, max(patience.Transaction(ctx, h.Linger), ttl))
}
