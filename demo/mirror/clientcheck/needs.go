package clientcheck

import (
	"slices"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/shared/dpop"
)

// The conditions for a defence to apply, all of them seen in the first honest sign-in.
var (
	usesOpenID = need{func(c *checker) bool {
		return slices.Contains(strings.Fields(c.baseline[0].request.Get("scope")), "openid")
	}, "The client does not ask for the scope openid, so it gets no ID token."}
	usesState = need{asksWith("state"), "The client sends no state. See client.response.csrf for whether it is protected in another way."}
	usesNonce = need{asksWith("nonce"), "The client sends no nonce. See client.response.injection for whether it is protected in another way."}
	usesPKCE  = need{asksWith("code_challenge"), "The client does not use PKCE."}

	usesMetadata = need{everAsked(hostile.Metadata), "The client did not fetch the metadata, so it knows the endpoints from its settings."}
	usesKeys     = need{everAsked(hostile.JWKS), "The client never fetched the JWK Set: it verifies no signatures. OIDC Core §3.1.3.7 rule 6 allows that for ID tokens that come from the token endpoint over TLS."}
	usesUserinfo = need{func(c *checker) bool { return len(c.baseline[0].records(hostile.Userinfo)) > 0 }, "The client does not ask for UserInfo."}
	usesDPoP     = need{func(c *checker) bool {
		return slices.ContainsFunc(c.baseline[0].records(hostile.Token), func(r hostile.Record) bool { return r.Header.Get(dpop.Header) != "" })
	}, "The client does not use DPoP."}
	usesHTTPS = need{func(c *checker) bool { return c.baseline[0].Hops[0].URL.Scheme == "https" }, "The client is not on https, where Secure can be required."}
)

func asksWith(parameter string) func(*checker) bool {
	return func(c *checker) bool { return c.baseline[0].request.Has(parameter) }
}

func everAsked(e hostile.Endpoint) func(*checker) bool {
	return func(c *checker) bool {
		return slices.ContainsFunc(c.provider.Records(), func(r hostile.Record) bool { return r.Endpoint == e })
	}
}
