package oidcc_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

func TestConfigOP(t *testing.T) {
	run(t, authservertest.Start(t), []module{
		{"CC-01 oidcc-discovery-endpoint-verification", func(t *testing.T, rp *relyingParty) {
			m := discover(t, rp.srv)
			for want, list := range map[string][]string{
				"openid": m.ScopesSupported, "code": m.ResponseTypesSupported, "public": m.SubjectTypesSupported,
				"RS256": m.IDTokenSigningAlgValuesSupported, "query": m.ResponseModesSupported, "1": m.ACRValuesSupported,
			} {
				if !slices.Contains(list, want) {
					t.Errorf("%s is not in %v", want, list)
				}
			}
			if slices.Contains(m.IDTokenSigningAlgValuesSupported, "none") || !slices.Contains(m.GrantTypesSupported, oauth.AuthorizationCodeGrant) || !m.ClaimsParameterSupported {
				t.Errorf("got %+v", m)
			}
			keysArePublic(t, rp.srv, m.JWKSURI)
		}},
		{"CF-10 test-claims-parameter-identity-claims: every claim of claims_supported can be had by the claims parameter", func(t *testing.T, rp *relyingParty) {
			var names []string
			protocol := []string{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid"}
			for _, name := range discover(t, rp.srv).ClaimsSupported {
				if !slices.Contains(protocol, name) {
					names = append(names, `"`+name+`":{"essential":true}`)
				}
			}
			wish := "{" + strings.Join(names, ",") + "}"
			_, got, id := rp.flow(t, rp.srv.Browser(t), "claims", `{"userinfo":`+wish+`,"id_token":`+wish+`}`)
			status, claims := rp.userinfo(t, http.MethodGet, got.AccessToken)
			if status != http.StatusOK || len(claims) != len(names)+1 || len(names) < 19 {
				t.Errorf("userinfo: got %d claims of %d: %v", len(claims), len(names), claims)
			}
			for _, name := range append(protocol, "email", "address", "birthdate") {
				if id.All[name] == nil {
					t.Errorf("the ID token has no %s: %v", name, id.All)
				}
			}
		}},
	})
}

// discover reads the metadata with go-oidc, which compares the issuer.
func discover(t *testing.T, srv *authservertest.Server) oauth.ServerMetadata {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	var m oauth.ServerMetadata
	if err := provider.Claims(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// keysArePublic checks that the JWKS has no private members, and that each key has the required
// members.
func keysArePublic(t *testing.T, srv *authservertest.Server, uri string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, uri, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := send(t, srv, r)
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal(body, &set); err != nil || len(set.Keys) == 0 {
		t.Fatalf("JWKS: %s: %v", body, err)
	}
	for _, key := range set.Keys {
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
			if key[private] != nil {
				t.Errorf("key %v has %s", key["kid"], private)
			}
		}
		for _, needed := range []string{"kid", "kty", "use", "alg"} {
			if key[needed] == nil && (needed != "alg" || key["crv"] != "Ed25519") { // Ed25519 has two algorithm names (RFC 9864 §2.2)
				t.Errorf("key %v has no %s", key["kid"], needed)
			}
		}
	}
}
