package discovery

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/web"
)

// The addresses, below the host of the issuer; the path of the issuer, if it
// has one, is dealt with by the root (RFC 8414 §3.1, §5).
const (
	OAuthPath  = "/.well-known/oauth-authorization-server"
	OpenIDPath = "/.well-known/openid-configuration"
)

// Options say what the document lists.
type Options struct {
	Issuer            string
	Scopes            []string
	IDTokenAlgorithms []string
	RequirePAR        bool
}

// Handler answers with bytes that were made at start.
type Handler struct {
	body []byte
	etag string
}

// New writes the document.
func New(o Options) (*Handler, error) {
	body, err := json.Marshal(Metadata(o))
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	return &Handler{body: body, etag: `"` + oauth.Fingerprint(string(body)) + `"`}, nil
}

// Metadata is the truth about this server (RFC 8414 §2, OIDC Discovery §3).
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
		ClaimsSupported:                        claimsSupported(),

		PushedAuthorizationRequestEndpoint: o.Issuer + "/par", // RFC 9126 §5
		RequirePushedAuthorizationRequests: o.RequirePAR,
		DPoPSigningAlgValuesSupported:      dpop.Algorithms(), // RFC 9449 §5.1

		SecurityEventsEndpoint:       o.Issuer + "/security_events", // docs/revocation.md
		SecurityEventsTypesSupported: []string{securityevent.TokenRevoked},

		ClaimsParameterSupported:          true,
		ClaimTypesSupported:               []string{"normal"}, // OIDC Core §5.6
		ACRValuesSupported:                core.ACRs(),
		UserinfoSigningAlgValuesSupported: o.IDTokenAlgorithms, // the same keys
		DisplayValuesSupported:            []string{"page"},
		UILocalesSupported:                []string{"en"},
	}
}

// claimsSupported lists what ID tokens and userinfo can hold (OIDC Core §2, §5.1).
func claimsSupported() []string {
	names := []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid"}
	for _, c := range claims.Standard() {
		names = append(names, c.Name)
	}
	return names
}

// Mount serves the document at both addresses.
func (h *Handler) Mount(e *echo.Echo) {
	for _, path := range []string{OAuthPath, OpenIDPath} {
		web.Read(e, path, h.serve)
	}
}

func (h *Handler) serve(c echo.Context) error {
	header := c.Response().Header()
	header.Set(echo.HeaderCacheControl, "public, max-age=300")
	header.Set("Etag", h.etag)
	if c.Request().Header.Get("If-None-Match") == h.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, h.body) // RFC 8414 §3.2
}
