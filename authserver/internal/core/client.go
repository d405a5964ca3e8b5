package core

import (
	"slices"

	"quartet.example/shared/oauth"
)

// Client is a registered client (RFC 6749 §2). Its fields carry the names of
// RFC 7591 §2 in the seed file.
type Client struct {
	ID                     string
	Name                   string // for people: consent page, account page
	SecretHash             string // oauth.Hash of the secret; "" for a public client
	AuthMethod             oauth.AuthMethod
	ApplicationType        string // ApplicationWeb or ApplicationNative
	RedirectURIs           []string
	AnyLoopbackPort        bool // loopback_ports: any; the port of a loopback URI does not count. Dev profile only (docs/divergences.md)
	PostLogoutRedirectURIs []string
	GrantTypes             []oauth.GrantType
	Scope                  oauth.Scope // the most that it may ask for
	PKCEOptional           bool        // only a conformance client has a reason (docs/divergences.md)
	Resource               string      // the resource that this client is, "" if none: it may introspect that resource's tokens
	IDTokenAlg             string      // id_token_signed_response_alg; "" is RS256
	UserinfoAlg            string      // userinfo_signed_response_alg; "" is plain JSON (OIDC Core §5.3.2)
	IntrospectionAlg       string      // introspection_signed_response_alg (RFC 9701 §6); "" is RS256
	DPoPBound              bool        // dpop_bound_access_tokens: it never gets a bearer token (RFC 9449 §5.2)
	PARRequired            bool        // require_pushed_authorization_requests (RFC 9126 §6)
	ClientURI              string
	LogoURI                string
	PolicyURI              string
	TOSURI                 string

	BackchannelLogoutURI             string // where it hears of sessions that ended, "" for nowhere (OIDC Back-Channel Logout §2.2)
	BackchannelLogoutSessionRequired bool   // it needs sid; every logout token has one

	JWKS            []byte      // its public keys as a JWK Set, nil for none (RFC 7591 §2)
	JWKSURI         string      // or where they are
	AssertionAlg    string      // token_endpoint_auth_signing_alg; "" is any that the method allows
	AssertionAud    string      // one of the constants below; "" is AudienceIssuer
	AssertionSecret ClearSecret // of a client of client_secret_jwt only, which then has no SecretHash

	ExchangeClients   []string // whose access tokens it may exchange, besides its own and those for its Resource (RFC 8693)
	ExchangeResources []string // for which resources it may exchange them
}

// The application types (OIDC Registration §2). Native clients get any port on
// loopback redirect URIs (RFC 8252 §7.3).
const (
	ApplicationWeb    = "web"
	ApplicationNative = "native"
)

// What the audience of a client's assertions may be (assertion_audience in the seed).
const (
	AudienceString        = "string"         // the issuer identifier as a string: FAPI 2.0 §5.3.2.1
	AudienceIssuer        = "issuer"         // the same, or a list that holds nothing else
	AudienceTokenEndpoint = "token_endpoint" // also the URL of the token endpoint: RFC 7523 §3
)

// ClearSecret is a secret that must be at hand in clear: the key of an HMAC
// (OIDC Core §9). It is never written out.
type ClearSecret string

// String hides the secret.
func (ClearSecret) String() string { return "[redacted]" }

// GoString hides the secret from %#v.
func (ClearSecret) GoString() string { return "[redacted]" }

// MarshalText hides the secret from JSON and from logs.
func (ClearSecret) MarshalText() ([]byte, error) { return []byte("[redacted]"), nil }

// Public tells whether the client has no credentials (RFC 6749 §2.1).
func (c *Client) Public() bool { return c.AuthMethod == oauth.NoAuthentication }

// MayUse tells whether the client is registered for the grant type.
func (c *Client) MayUse(g oauth.GrantType) bool { return slices.Contains(c.GrantTypes, g) }

// SecretMatches compares in constant time; a public client has no secret to match.
func (c *Client) SecretMatches(secret string) bool {
	return c.SecretHash != "" && oauth.HashMatches(secret, c.SecretHash)
}
