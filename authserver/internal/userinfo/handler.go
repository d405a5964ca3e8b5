package userinfo

import (
	"context"
	"errors"
	"maps"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Tokens verifies access tokens.
type Tokens interface {
	// Active returns the claims of an access token of this server that is neither expired nor
	// revoked. If the store does not answer, the error is oauth.TemporarilyUnavailable.
	Active(ctx context.Context, raw string) (*accesstoken.Claims, error)
}

// Users finds users.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
	// ClaimRules returns which scopes release which claims of a user.
	ClaimRules() claims.Rules
}

// Clients finds registered clients.
type Clients interface {
	// FindClient returns core.ErrNotFound for an unknown client.
	FindClient(id string) (*core.Client, error)
}

// Signer signs responses.
type Signer interface {
	UserInfo(ctx context.Context, client *core.Client, said map[string]any) (string, error)
}

// Handler answers GET and POST /userinfo.
type Handler struct {
	Issuer  string // realm of the challenges
	Tokens  Tokens
	Users   Users
	Clients Clients
	Signer  Signer
	Proofs  Proofs
}

// Mount serves the endpoint.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/userinfo", h.handle)
	e.POST("/userinfo", h.handle)
}

func (h *Handler) handle(c echo.Context) error {
	web.SetNoStore(c)
	ctx := c.Request().Context()
	raw, err := h.present(c) // RFC 6750 §2, RFC 9449 §7.1
	if err != nil {
		return err
	}
	token, err := h.verify(ctx, raw.token) // OIDC Core §5.3.3
	if err != nil {
		return err
	}
	if err := h.requireHolder(c, raw, token); err != nil { // RFC 9449 §7
		return err
	}
	user, err := h.Users.FindUser(token.Subject)
	if err != nil {
		return h.challenge(checks.UserinfoToken.Fail(ctx, err))
	}
	info := h.Users.ClaimRules().Released(user.Claims, token.Scopes(), claims.UserInfo) // OIDC Core §5.4
	maps.Copy(info, claims.Named(user.Claims, token.UserInfo))                          // OIDC Core §5.5
	info["sub"] = user.Subject                                                          // OIDC Core §5.3.2
	return h.answer(c, token.ClientID, info)
}

// answer writes JSON, or a JWT if the client has registered a signing algorithm (OIDC Core §5.3.2).
// It refuses the token of a client that was deleted.
func (h *Handler) answer(c echo.Context, clientID string, info map[string]any) error {
	client, err := h.Clients.FindClient(clientID)
	if err != nil {
		return h.challenge(checks.UserinfoToken.Fail(c.Request().Context(), err))
	}
	if client.UserinfoAlg == "" {
		return web.NoStoreJSON(c, http.StatusOK, info)
	}
	signed, err := h.Signer.UserInfo(c.Request().Context(), client, info)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/jwt", []byte(signed))
}

// verify returns the claims of an active token with the scope openid.
func (h *Handler) verify(ctx context.Context, raw string) (*accesstoken.Claims, error) {
	token, err := h.Tokens.Active(ctx, raw)
	var refusal *oauth.Error
	if errors.As(err, &refusal) && refusal.Code == oauth.TemporarilyUnavailable {
		return nil, err
	}
	if err := checks.UserinfoToken.RequireNil(ctx, err); err != nil {
		return nil, h.challenge(err)
	}
	oauth.AboutClient(ctx, token.ClientID)
	oauth.AboutGrant(ctx, token.GrantID)
	oauth.AboutSubject(ctx, token.Subject)
	if err := checks.UserinfoScope.Require(ctx, token.Scopes().Has("openid")); err != nil {
		return nil, h.challenge(err)
	}
	return token, nil
}
