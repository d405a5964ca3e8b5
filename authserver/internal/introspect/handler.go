package introspect

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the introspection endpoint.
type Handler struct {
	Clients Clients
	Tokens  AccessTokens
	Grants  Grants
	Users   Users
	Issuer  string
	Signer  Signer // signs responses as JWT (RFC 9701)
}

// Clients authenticates the client of a request.
type Clients interface {
	Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error)
	RequireConfidential(ctx context.Context, client *core.Client) error
}

// AccessTokens verifies the access tokens of this server.
type AccessTokens interface {
	// Active returns core.ErrNotFound for a token that is invalid, expired or revoked.
	Active(ctx context.Context, raw string) (*accesstoken.Claims, error)
}

// Grants finds the grants of refresh tokens.
type Grants interface {
	// FindGrant returns core.ErrNotFound for a token whose grant is unknown, expired or revoked.
	FindGrant(ctx context.Context, refreshToken string) (grant core.Grant, current bool, err error)
}

// Users finds users.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
}

// requireUser returns core.ErrNotFound if the user of a token was deleted or disabled, also in the
// seed file, or must sign in again.
func (h *Handler) requireUser(sub string, signedIn time.Time) error {
	user, err := h.Users.FindUser(sub)
	if err == nil && !user.Counts(signedIn) {
		return core.ErrNotFound
	}
	return err
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/introspect", h.handle) }

// handle is POST /introspect.
func (h *Handler) handle(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := web.Form(c) // §2.1: parameters are in the body, not in the URL
	if err != nil {
		return err
	}
	client, err := h.Clients.Authenticate(ctx, c.Request(), form) // §2.1
	if err != nil {
		return err
	}
	if err := h.Clients.RequireConfidential(ctx, client); err != nil {
		return err
	}
	if err := checks.TokenPresent.Require(ctx, form.Get("token") != ""); err != nil {
		return err
	}
	found, err := h.introspect(ctx, client, form.Get("token"))
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return h.respond(c, client, found) // §2.2
}

// introspect returns the zero value, which is not active, together with core.ErrNotFound.
func (h *Handler) introspect(ctx context.Context, client *core.Client, token string) (answer, error) {
	if strings.Contains(token, ".") { // a JWT; our refresh tokens are plain base64url
		return h.accessToken(ctx, client, token)
	}
	return h.refreshToken(ctx, client, token)
}

func (h *Handler) accessToken(ctx context.Context, client *core.Client, token string) (answer, error) {
	claims, err := h.Tokens.Active(ctx, token)
	if err != nil {
		return answer{}, err
	}
	if !concerns(client, claims.ClientID, claims.Audience) {
		return answer{}, core.ErrNotFound
	}
	if sub, isUser := claims.User(); isUser {
		if err := h.requireUser(sub, claims.SignedInBy()); err != nil {
			return answer{}, err
		}
	}
	tokenType := oauth.TokenTypeBearer
	if claims.Key() != "" {
		tokenType = oauth.TokenTypeDPoP // RFC 9449 §6.2
	}
	said := answer{Introspection: oauth.Introspection{
		Active: true, Scope: claims.Scope, ClientID: claims.ClientID, TokenType: tokenType, Confirmation: claims.Confirmation,
		Expiry: claims.ExpiresAt.Unix(), IssuedAt: claims.IssuedAt.Unix(), Subject: claims.Subject,
		Audience: claims.Audience, Issuer: claims.Issuer, JWTID: claims.ID, Actor: claims.Actor, GrantType: claims.GrantType,
		ACR: claims.ACR, AuthTime: claims.AuthTime, // RFC 9470 §6.2
	}}
	if isAudience(client, claims.Audience) { // to the client that got it, the token is opaque
		said.User = aboutUser(claims.Other)
	}
	return said, nil
}

// refreshToken introspects a refresh token, which only the client that it was issued to may do:
// refresh tokens are not sent to resource servers.
func (h *Handler) refreshToken(ctx context.Context, client *core.Client, token string) (answer, error) {
	grant, current, err := h.Grants.FindGrant(ctx, token)
	if err != nil {
		return answer{}, err
	}
	if !current || grant.ClientID != client.ID {
		return answer{}, core.ErrNotFound
	}
	if err := h.requireUser(grant.Subject, grant.AuthTime); err != nil {
		return answer{}, err
	}
	return answer{Introspection: oauth.Introspection{
		Active: true, Scope: grant.Scope.String(), ClientID: grant.ClientID,
		Expiry: grant.ExpiresAt.Unix(), IssuedAt: grant.CreatedAt.Unix(), Subject: grant.Subject, Issuer: h.Issuer,
	}}, nil
}

// concerns tells whether the client may introspect the token: it was issued to the client, or the
// client is a resource in its audience (RFC 7662 §4).
func concerns(client *core.Client, owner string, audience []string) bool {
	return client.ID == owner || isAudience(client, audience)
}

func isAudience(client *core.Client, audience []string) bool {
	return client.Resource != "" && slices.Contains(audience, client.Resource)
}
