package token

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the token endpoint.
type Handler struct {
	Clients Clients
	Grants  map[oauth.GrantType]Grant // the grant types that this server has
	Proofs  Proofs
}

// Clients authenticates the client of a request.
type Clients interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
}

// Grant answers requests of one grant type with tokens. The client is authenticated and
// registered for the grant type. No parameter is repeated, except resource (RFC
// 8707 §2) and audience (RFC 8693 §2.1), and an empty one counts as left out (RFC 6749 §3.2).
type Grant interface {
	Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error)
}

// Proofs verifies proofs of possession (RFC 9449 §4.3).
type Proofs interface {
	// Prove returns the thumbprint of the key that the request proves, or "" if it has no
	// proof. If nonces are required, it adds one to the response.
	Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error)
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/token", h.handle) }

// handle is POST /token.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := web.Form(c, "resource", "audience") // §3.2: body only, form-encoded, no parameter twice but those of RFC 8707 and RFC 8693
	if err != nil {
		return err
	}
	client, err := h.Clients.Authenticate(ctx, c.Request(), form) // §3.2.1
	if err != nil {
		return err
	}
	grant, err := h.grant(ctx, client, oauth.GrantType(form.Get("grant_type"))) // §4
	if err != nil {
		return err
	}
	jkt, err := h.prove(c, client) // RFC 9449 §5
	if err != nil {
		return err
	}
	response, err := grant.Answer(core.WithProvenKey(ctx, jkt), client, form) // §4.1.3, §4.4.2, §6
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, response) // §5.1
}

// prove returns the thumbprint of the key that the tokens will be bound to, or "".
func (h *Handler) prove(c echo.Context, client *core.Client) (string, error) {
	jkt, err := h.Proofs.Prove(c.Request(), c.Response().Header(), "")
	if err != nil {
		return "", err
	}
	return jkt, checks.DPoPRequired.Require(c.Request().Context(), jkt != "" || !client.DPoPBound)
}

// grant returns the Grant of the grant type, if the client may use it (§5.2).
func (h *Handler) grant(ctx context.Context, client *core.Client, name oauth.GrantType) (Grant, error) {
	if err := checks.GrantTypePresent.Require(ctx, name != ""); err != nil {
		return nil, err
	}
	grant, known := h.Grants[name]
	if err := checks.GrantTypeKnown.Require(ctx, known); err != nil {
		return nil, err
	}
	if err := checks.ClientGrantAllowed.RequireComparing(ctx, client.MayUse(name), func() oauth.Mismatch { return client.LacksGrant(name) }); err != nil {
		return nil, err
	}
	return grant, nil
}
