package discovery

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/web"
)

// The paths of the documents for an issuer without a path. For an issuer with a path, package
// authserver removes that path from the request first (RFC 8414 §3.1, §5; OpenID Shared Signals
// Framework 1.0 §7.2).
const (
	OAuthPath  = "/.well-known/oauth-authorization-server"
	OpenIDPath = "/.well-known/openid-configuration"
	FeedPath   = securityevent.ConfigurationPath
)

// Options are the parts of the documents that depend on the settings.
type Options struct {
	Issuer            string
	Scopes            []string
	Claims            []string // about users
	IDTokenAlgorithms []string
	RequirePAR        bool
}

// Handler serves encoded documents.
type Handler struct {
	options  Options
	metadata atomic.Pointer[web.Document]
	feed     web.Document
}

// New encodes the documents.
func New(o Options) (*Handler, error) {
	h := &Handler{options: o}
	if err := h.SetScopes(o.Scopes, o.Claims); err != nil {
		return nil, err
	}
	feed, err := encode(Feed(o))
	if err != nil {
		return nil, fmt.Errorf("metadata of the feed: %w", err)
	}
	h.feed = feed
	return h, nil
}

// SetScopes replaces the scopes and the claims about users in the metadata.
func (h *Handler) SetScopes(scopes, claims []string) error {
	o := h.options
	o.Scopes, o.Claims = scopes, claims
	metadata, err := encode(Metadata(o))
	if err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	h.metadata.Store(&metadata)
	return nil
}

func (h *Handler) serve(c echo.Context) error { return h.metadata.Load().Serve(c) }

// encode returns a document of the type that RFC 8414 §3.2 and OpenID Shared Signals Framework 1.0
// §7.2.3 require.
func encode(content any) (web.Document, error) {
	body, err := json.Marshal(content)
	return web.NewDocument(echo.MIMEApplicationJSON, body, 5*time.Minute), err
}

// Metadata returns the metadata of this server (RFC 8414 §2, OIDC Discovery §3).
func Metadata(o Options) oauth.ServerMetadata {
	confidential := []oauth.AuthMethod{oauth.ClientSecretBasic, oauth.ClientSecretPost, oauth.PrivateKeyJWT, oauth.ClientSecretJWT}
	anyClient := append(slices.Clone(confidential), oauth.NoAuthentication)
	signed := slices.Concat(assertion.Algorithms(oauth.PrivateKeyJWT), assertion.Algorithms(oauth.ClientSecretJWT))
	return oauth.ServerMetadata{
		Issuer:                o.Issuer,
		AuthorizationEndpoint: o.Issuer + "/authorize",
		TokenEndpoint:         o.Issuer + "/token",
		JWKSURI:               o.Issuer + "/jwks",
		UserinfoEndpoint:      o.Issuer + "/userinfo",
		RevocationEndpoint:    o.Issuer + "/revoke",
		IntrospectionEndpoint: o.Issuer + "/introspect",
		EndSessionEndpoint:    o.Issuer + "/logout",

		DeviceAuthorizationEndpoint: o.Issuer + "/device_authorization", // RFC 8628 §4

		BackchannelLogoutSupported: true, BackchannelLogoutSessionSupported: true, // OIDC Back-Channel Logout §2.1

		ScopesSupported: o.Scopes,

		ResponseTypesSupported:            []string{oauth.ResponseTypeCode},
		ResponseModesSupported:            []string{"query", "form_post"},
		GrantTypesSupported:               []oauth.GrantType{oauth.AuthorizationCodeGrant, oauth.RefreshTokenGrant, oauth.ClientCredentialsGrant, oauth.DeviceCodeGrant, oauth.TokenExchangeGrant},
		CodeChallengeMethodsSupported:     []string{oauth.S256},
		AuthorizationResponseIssSupported: true, // RFC 9207 §3
		PromptValuesSupported:             []string{"none", "login", "consent", "select_account"},

		TokenEndpointAuthMethodsSupported:      anyClient,
		RevocationEndpointAuthMethodsSupported: anyClient,
		IntrospectionAuthMethodsSupported:      confidential, // RFC 7662 §2.1

		TokenEndpointAuthSigningAlgValuesSupported:      signed, // RFC 8414 §2
		RevocationEndpointAuthSigningAlgValuesSupported: signed,
		IntrospectionAuthSigningAlgValuesSupported:      signed,

		SubjectTypesSupported:            []string{"public"},
		IDTokenSigningAlgValuesSupported: o.IDTokenAlgorithms,

		IntrospectionSigningAlgValuesSupported: o.IDTokenAlgorithms, // RFC 9701 §7
		ClaimsSupported:                        claimsSupported(o.Claims),

		PushedAuthorizationRequestEndpoint: o.Issuer + "/par", // RFC 9126 §5
		RequirePushedAuthorizationRequests: o.RequirePAR,
		DPoPSigningAlgValuesSupported:      dpop.Algorithms(), // RFC 9449 §5.1

		ClaimsParameterSupported:          true,
		ClaimTypesSupported:               []string{"normal"}, // OIDC Core §5.6
		ACRValuesSupported:                core.ACRs(),
		UserinfoSigningAlgValuesSupported: o.IDTokenAlgorithms, // signed with the keys of ID tokens
		DisplayValuesSupported:            []string{"page"},
		UILocalesSupported:                []string{"en"},
	}
}

// claimsSupported returns the claims that ID tokens and userinfo can contain (OIDC Core §2, §5.1).
func claimsSupported(aboutUsers []string) []string {
	return append([]string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid"}, aboutUsers...)
}

// Mount serves the documents.
func (h *Handler) Mount(e *echo.Echo) {
	web.Read(e, OAuthPath, h.serve)
	web.Read(e, OpenIDPath, h.serve)
	web.Read(e, FeedPath, h.feed.Serve)
}
