package apicheck

import (
	"context"
	"strings"

	"quartet.example/shared/accesstoken"
)

func typChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.typ.id-token", Title: "refuses ID tokens",
			Attack: "An ID token of the same issuer, with typ JWT or none. It is for the client, reaches more parties than an access token, and says nothing about what the user allowed.",
			Spec:   "RFC 9068 §4, RFC 8725 §3.11",
			Fix:    "Require typ at+jwt (or application/at+jwt). If the issuer cannot send it, tell access tokens apart by a claim that ID tokens never have.",
		}, attack: onlyTyped(idTokens)},
		{Defence: Defence{
			ID: "api.typ.other", Title: "refuses other kinds of JWTs",
			Attack: "A logout token, a DPoP proof, an introspection response or a client assertion, with valid claims and the signature of the issuer.",
			Spec:   "RFC 9068 §4, RFC 8725 §3.11",
			Fix:    "Require typ at+jwt (or application/at+jwt).",
		}, attack: onlyTyped(otherTypes)},
	}
}

// onlyTyped makes the attack only if access tokens have a typ of their own.
func onlyTyped(attempts func(*forger) []attempt) attack {
	return func(ctx context.Context, r *run) ([]string, error) {
		if err := need(strings.HasSuffix(r.Typ, accesstoken.Type), "the access tokens of --typ "+r.Typ+" have no typ of their own"); err != nil {
			return nil, err
		}
		return refuses(attempts)(ctx, r)
	}
}

// idTokens have the audience of the API, so that only typ tells them apart.
func idTokens(f *forger) []attempt {
	claims := object{"nonce": "n-0S6_WzA2Mj", "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "auth_time": f.Now().Unix(), "azp": f.Client}
	return []attempt{
		{name: "typ JWT", token: f.signed(f.key, object{"typ": "JWT"}, claims)},
		{name: "no typ", token: f.signed(f.key, object{"typ": nil}, claims)},
		{name: "typ empty", token: f.signed(f.key, object{"typ": ""}, claims)},
	}
}

func otherTypes(f *forger) []attempt {
	var all []attempt
	for _, typ := range []string{"logout+jwt", "dpop+jwt", "secevent+jwt", "token-introspection+jwt", "client-authentication+jwt", "oauth-authz-req+jwt", "at+jwt2", "x/at+jwt"} {
		all = append(all, attempt{name: "typ " + typ, token: f.withHeader(object{"typ": typ})})
	}
	logout := object{"events": object{"http://schemas.openid.net/event/backchannel-logout": object{}}, "sid": "s1"}
	return append(all, attempt{name: "a logout token without typ", token: f.signed(f.key, object{"typ": nil}, logout)})
}
