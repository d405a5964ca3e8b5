package flowview

import (
	"slices"
	"strings"

	"quartet.example/shared/trace"
)

// kind is a kind of token, and who may use it.
type kind struct{ name, isFor string }

var (
	accessToken   = kind{"Access token", "for the API"}
	idToken       = kind{"ID token", "for the client"}
	refreshToken  = kind{"Refresh token", "for the authorization server"}
	logoutToken   = kind{"Logout token", "for the client"}
	dpopProof     = kind{"DPoP proof", "for this request only"}
	assertion     = kind{"Client assertion", "for the authorization server"}
	introspection = kind{"Introspection response", "for the resource server that asked"}
	securityEvent = kind{"Security event token", "for the resource server"}
	otherToken    = kind{"Token", "of an unknown kind"}
)

// byType are the kinds by the typ of their header, in lower case and without application/ (RFC 7515
// §4.1.9).
var byType = map[string]kind{
	"at+jwt": accessToken, "logout+jwt": logoutToken, "dpop+jwt": dpopProof, "secevent+jwt": securityEvent,
	"token-introspection+jwt": introspection, "client-authentication+jwt": assertion,
}

// byName are the kinds by the name of the parameter.
var byName = map[string]kind{
	"access_token": accessToken, "id_token": idToken, "id_token_hint": idToken, "refresh_token": refreshToken, "logout_token": logoutToken,
	"client_assertion": assertion, "Dpop": dpopProof, "Authorization": accessToken,
}

// kindOf returns the kind of the token in p. typ decides first: the name of the parameter says only
// what the sender takes the token for.
func kindOf(p trace.Param) kind {
	if p.JWT != nil {
		if k, ok := byType[typeOf(p.JWT)]; ok {
			return k
		}
		if looksLikeIDToken(p.JWT) {
			return idToken
		}
	}
	if k, ok := byName[p.Name]; ok {
		return k
	}
	return otherToken
}

func typeOf(t *trace.JWT) string {
	typ := strings.ToLower(claimOf(t.Header, "typ"))
	return strings.TrimPrefix(typ, "application/")
}

// looksLikeIDToken reports whether a JWT without a type of its own has claims that only ID tokens have
// (OIDC Core §2), and none that only access tokens have (RFC 9068 §2.2).
func looksLikeIDToken(t *trace.JWT) bool {
	has := func(names ...string) bool {
		return slices.ContainsFunc(t.Claims, func(p trace.Param) bool { return slices.Contains(names, p.Name) })
	}
	return has("nonce", "at_hash", "c_hash", "azp") && !has("scope", "client_id", "events")
}

func claimOf(list []trace.Param, name string) string {
	for _, p := range list {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}
