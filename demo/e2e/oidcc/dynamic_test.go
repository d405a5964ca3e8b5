package oidcc_test

import (
	"net/http"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/authserver/authservertest"
)

const (
	plain     = "https://rp.example/cb"
	withQuery = "https://rp.example/cb?tenant=a"
)

// TestDynamicOP has the modules that are about the metadata of a registered client. The seed
// registers the clients, because there is no dynamic registration.
func TestDynamicOP(t *testing.T) {
	client := func(id, alg, userinfoAlg string, redirectURIs ...string) authservertest.Option {
		return authservertest.WithClient(authservertest.Client{
			ID: id, Secret: id + "-secret", PKCE: "optional", Scope: "openid profile", IDTokenAlg: alg, UserinfoAlg: userinfoAlg,
			GrantTypes: []string{"authorization_code", "refresh_token"}, RedirectURIs: redirectURIs,
		})
	}
	srv := authservertest.Start(t,
		client("rs256", "RS256", "RS256", plain), client("es256", "ES256", "ES256", plain), client("eddsa", "EdDSA", "EdDSA", plain),
		client("two", "", "", plain, plain+"2"), client("query", "", "", withQuery))
	as := func(id, alg, callback string) *relyingParty {
		return &relyingParty{srv: srv, id: id, secret: id + "-secret", callback: callback, alg: alg}
	}
	stays := func(rp *relyingParty, change ...string) func(*testing.T, *relyingParty) {
		return func(t *testing.T, _ *relyingParty) {
			t.Helper()
			b := srv.Browser(t)
			if a := rp.visit(b, change...); a.returned != nil || b.Status() != http.StatusBadRequest {
				t.Errorf("got %v, status %d", a.returned, b.Status())
			}
		}
	}
	run(t, srv, []module{
		{"CD-01 oidcc-idtoken-rs256", func(t *testing.T, _ *relyingParty) {
			for id, alg := range map[string]string{"rs256": "RS256", "es256": "ES256", "eddsa": "EdDSA"} {
				as(id, alg, plain).flow(t, srv.Browser(t))
			}
		}},
		{"CD-02 oidcc-userinfo-rs256", func(t *testing.T, _ *relyingParty) {
			for id, alg := range map[string]string{"rs256": "RS256", "es256": "ES256", "eddsa": "EdDSA"} {
				signedUserInfo(t, as(id, alg, plain))
			}
		}},
		{"CD-03 oidcc-ensure-redirect-uri-in-authorization-request", stays(as("two", "RS256", plain), "redirect_uri", "")},
		{"CD-04 oidcc-redirect-uri-query-OK", func(t *testing.T, _ *relyingParty) {
			if a, _, _ := as("query", "RS256", withQuery).flow(t, srv.Browser(t)); a.returned.Get("tenant") != "a" {
				t.Errorf("got %v", a.returned)
			}
		}},
		{"CD-05 oidcc-redirect-uri-query-mismatch", stays(as("query", "RS256", plain+"?tenant=b"))},
		{"CD-06 oidcc-redirect-uri-query-added", stays(as("two", "RS256", plain+"?foo=bar"))},
	})
}

// signedUserInfo verifies the userinfo response as a JWT of the issuer for this client.
func signedUserInfo(t *testing.T, rp *relyingParty) {
	t.Helper()
	_, got, id := rp.flow(t, rp.srv.Browser(t), "scope", "openid profile")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, rp.srv.URL+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+got.AccessToken)
	header, body, status := send(t, rp.srv, r)
	if status != http.StatusOK || header.Get("Content-Type") != "application/jwt" {
		t.Fatalf("got %d %v", status, header)
	}
	provider, err := oidc.NewProvider(t.Context(), rp.srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	said, err := provider.Verifier(&oidc.Config{ClientID: rp.id, SupportedSigningAlgs: []string{rp.alg}, SkipExpiryCheck: true}).Verify(t.Context(), string(body))
	if err != nil {
		t.Fatalf("userinfo: %v", err)
	}
	var claims map[string]any
	if err := said.Claims(&claims); err != nil || claims["sub"] != id.Subject || claims["name"] == nil || claims["aud"] != rp.id {
		t.Errorf("got %v, %v", claims, err)
	}
	if a := rp.visit(rp.srv.Browser(t), "prompt", "none", "id_token_hint", string(body)); a.returned.Get("error") != "invalid_request" {
		t.Errorf("taken for an ID token: %v", a.returned)
	}
}
