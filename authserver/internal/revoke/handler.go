package revoke

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the revocation endpoint.
type Handler struct {
	Clients Clients
	Tokens  AccessTokens
	Grants  Grants
}

// Clients authenticates the client of a request.
type Clients interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
}

// AccessTokens verifies the access tokens of this server.
type AccessTokens interface {
	// Genuine returns core.ErrNotFound for a token that is invalid or expired.
	Genuine(ctx context.Context, raw string) (*accesstoken.Claims, error)
}

// Grants revokes grants and tokens.
type Grants interface {
	// FindGrant returns core.ErrNotFound for a token whose grant is unknown, expired or revoked.
	FindGrant(ctx context.Context, refreshToken string) (grant core.Grant, current bool, err error)
	RevokeGrant(ctx context.Context, gid string) error
	RevokeToken(ctx context.Context, jti string, audience []string, expiresAt time.Time) error
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/revoke", h.handle) }

// handle is POST /revoke.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	client, err := h.Clients.Authenticate(ctx, c.Request(), form) // §2.1
	if err != nil {
		return err
	}
	if err := checks.TokenPresent.Require(ctx, form.Get("token") != ""); err != nil {
		return err
	}
	err = h.revoke(ctx, client, form.Get("token"))
	if err != nil && !errors.Is(err, core.ErrNotFound) { // §2.2: an invalid token is not an error
		return err
	}
	web.SetNoStore(c)
	return c.NoContent(http.StatusOK)
}

func (h *Handler) revoke(ctx context.Context, client *core.Client, token string) error {
	if strings.Contains(token, ".") { // a JWT; our refresh tokens are plain base64url
		return h.accessToken(ctx, client, token)
	}
	return h.refreshToken(ctx, client, token)
}

func (h *Handler) accessToken(ctx context.Context, client *core.Client, token string) error {
	claims, err := h.Tokens.Genuine(ctx, token)
	if err != nil {
		return err
	}
	oauth.AboutGrant(ctx, claims.GrantID)
	oauth.AboutSubject(ctx, claims.Subject)
	if err := checks.TokenClientBound.Require(ctx, claims.ClientID == client.ID); err != nil {
		return err
	}
	return h.Grants.RevokeToken(ctx, claims.ID, claims.Audience, claims.ExpiresAt.Time)
}

// refreshToken revokes the whole grant. An older token of the family does so too: its holder could
// also end the grant by reusing it.
func (h *Handler) refreshToken(ctx context.Context, client *core.Client, token string) error {
	grant, _, err := h.Grants.FindGrant(ctx, token)
	if err != nil {
		return err
	}
	oauth.AboutGrant(ctx, grant.ID)
	oauth.AboutSubject(ctx, grant.Subject)
	if err := checks.TokenClientBound.Require(ctx, grant.ClientID == client.ID); err != nil {
		return err
	}
	return h.Grants.RevokeGrant(ctx, grant.ID)
}
