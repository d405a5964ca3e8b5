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
	PostLogoutRedirectURIs []string
	GrantTypes             []oauth.GrantType
	Scope                  oauth.Scope // the most that it may ask for
	PKCEOptional           bool        // only a conformance client has a reason (docs/divergences.md)
	Resource               string      // the resource that this client is, "" if none: it may introspect that resource's tokens
	IDTokenAlg             string      // id_token_signed_response_alg; "" is RS256
	IntrospectionAlg       string      // introspection_signed_response_alg (RFC 9701 §6); "" is RS256
	ClientURI              string
	LogoURI                string
	PolicyURI              string
	TOSURI                 string

	BackchannelLogoutURI             string // where it hears of sessions that ended, "" for nowhere (OIDC Back-Channel Logout §2.2)
	BackchannelLogoutSessionRequired bool   // it needs sid; every logout token has one
}

// The application types (OIDC Registration §2). Native clients get any port on
// loopback redirect URIs (RFC 8252 §7.3).
const (
	ApplicationWeb    = "web"
	ApplicationNative = "native"
)

// Public tells whether the client has no credentials (RFC 6749 §2.1).
func (c *Client) Public() bool { return c.AuthMethod == oauth.NoAuthentication }

// MayUse tells whether the client is registered for the grant type.
func (c *Client) MayUse(g oauth.GrantType) bool { return slices.Contains(c.GrantTypes, g) }

// SecretMatches compares in constant time; a public client has no secret to match.
func (c *Client) SecretMatches(secret string) bool {
	return c.SecretHash != "" && oauth.HashMatches(secret, c.SecretHash)
}
