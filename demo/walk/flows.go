package walk

import (
	"context"
	"slices"

	"quartet.example/shared/oauth"
)

// Flow is a grant or an extension that can be performed.
type Flow struct {
	Name  string // on the command line
	Title string // one line
	Spec  string // the sections

	grant oauth.GrantType // the server must support it; "" if the metadata does not say so
	needs func(oauth.ServerMetadata) string
	run   func(*walker, context.Context) error
}

// Flows returns all flows in the order in which a reader learns them.
func Flows() []Flow {
	return []Flow{
		{"code-pkce", "authorization code with PKCE: sign-in, consent, code, token, API", "RFC 6749 §4.1, RFC 7636", oauth.AuthorizationCodeGrant, authorizationEndpoint, (*walker).codePKCE},
		{"par", "the same, with a pushed authorization request", "RFC 9126", oauth.AuthorizationCodeGrant, pushEndpoint, (*walker).pushed},
		{"refresh", "a new access token for a refresh token, which rotates", "RFC 6749 §6, RFC 9700 §4.14.2", oauth.RefreshTokenGrant, authorizationEndpoint, (*walker).refresh},
		{"client-credentials", "a program acts for itself", "RFC 6749 §4.4", oauth.ClientCredentialsGrant, nil, (*walker).clientCredentials},
		{"resource", "requests to an API: without a token, and with one", "RFC 6750, RFC 9728", oauth.ClientCredentialsGrant, nil, (*walker).resource},
		{"dpop", "an access token that is bound to a key of the client", "RFC 9449", oauth.ClientCredentialsGrant, nil, (*walker).dpop},
		{"device", "a device without a browser gets a token", "RFC 8628", oauth.DeviceCodeGrant, deviceEndpoint, (*walker).device},
		{"token-exchange", "a service gets a narrower token for the same user", "RFC 8693", oauth.TokenExchangeGrant, authorizationEndpoint, (*walker).tokenExchange},
		{"introspect", "an API asks whether a token is valid", "RFC 7662", oauth.ClientCredentialsGrant, introspectionEndpoint, (*walker).introspect},
		{"revoke", "a client ends a token before it expires", "RFC 7009", oauth.ClientCredentialsGrant, revocationEndpoint, (*walker).revoke},
		{"oidc", "who signed in: ID token and userinfo", "OIDC Core §3.1, §5.3", oauth.AuthorizationCodeGrant, userinfoEndpoint, (*walker).openID},
		{"logout", "sign-out at one client, which ends the session at the others", "OIDC RP-Initiated Logout, Back-Channel Logout", oauth.AuthorizationCodeGrant, endSessionEndpoint, (*walker).logout},
	}
}

// Named returns the flow with this name. It returns false if there is none.
func Named(name string) (Flow, bool) {
	all := Flows()
	i := slices.IndexFunc(all, func(f Flow) bool { return f.Name == name })
	if i < 0 {
		return Flow{}, false
	}
	return all[i], true
}

// missing returns what the server does not have according to its metadata, or "".
func (f Flow) missing(m oauth.ServerMetadata) string {
	grants := m.GrantTypesSupported
	if len(grants) == 0 { // the default of RFC 8414 §2
		grants = []oauth.GrantType{oauth.AuthorizationCodeGrant, "implicit"}
	}
	switch {
	case !slices.Contains(grants, f.grant):
		return "the grant " + string(f.grant)
	case f.needs != nil && f.needs(m) == "":
		return "an endpoint for it"
	}
	return ""
}

func authorizationEndpoint(m oauth.ServerMetadata) string { return m.AuthorizationEndpoint }
func pushEndpoint(m oauth.ServerMetadata) string          { return m.PushedAuthorizationRequestEndpoint }
func deviceEndpoint(m oauth.ServerMetadata) string        { return m.DeviceAuthorizationEndpoint }
func introspectionEndpoint(m oauth.ServerMetadata) string { return m.IntrospectionEndpoint }
func revocationEndpoint(m oauth.ServerMetadata) string    { return m.RevocationEndpoint }
func userinfoEndpoint(m oauth.ServerMetadata) string      { return m.UserinfoEndpoint }
func endSessionEndpoint(m oauth.ServerMetadata) string    { return m.EndSessionEndpoint }
