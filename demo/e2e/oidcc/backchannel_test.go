package oidcc_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/waittest"
)

func TestBackChannelRPInitiatedLogoutOP(t *testing.T) {
	heard := make(chan string, 8)
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/backchannel" && r.ParseForm() == nil {
			heard <- r.PostForm.Get("logout_token")
		}
		w.WriteHeader(http.StatusOK)
	}))
	t.Cleanup(listener.Close)
	srv := authservertest.Start(t,
		authservertest.WithConfig(func(cfg *authserver.Config) { cfg.FetchAllow = []string{strings.TrimPrefix(listener.URL, "http://")} }),
		authservertest.WithClient(authservertest.Client{
			ID: "logout-op", Secret: "logout-op-secret", PKCE: "optional", Scope: "openid", GrantTypes: []string{"authorization_code", "refresh_token"},
			RedirectURIs: []string{callback}, PostLogoutRedirectURIs: []string{afterLogout}, BackchannelLogoutURI: listener.URL + "/backchannel",
		}))
	rp := &relyingParty{srv: srv, id: "logout-op", secret: "logout-op-secret", callback: callback, alg: "RS256"}
	run(t, srv, []module{
		{"CK-01 oidcc-backchannel-logout-discovery-endpoint-verification", func(t *testing.T, _ *relyingParty) {
			if m := discover(t, srv); !m.BackchannelLogoutSupported || !m.BackchannelLogoutSessionSupported || m.EndSessionEndpoint == "" {
				t.Errorf("got %+v", m)
			}
		}},
		{"CK-02 oidcc-backchannel-rp-initiated-logout", func(t *testing.T, _ *relyingParty) {
			b := srv.Browser(t)
			_, got, id := rp.flow(t, b)
			b.Open(srv.URL + "/logout?" + url.Values{"id_token_hint": {got.IDToken}, "post_logout_redirect_uri": {afterLogout}, "state": {"s"}}.Encode())
			if b.Returned().Get("state") != "s" {
				t.Errorf("the browser is at %v", b.ReturnedTo())
			}
			rp.verifyLogout(t, waittest.Closed(t, "a logout token", heard), id)
			if a := rp.visit(b, "prompt", "none"); a.returned.Get("error") != "login_required" {
				t.Errorf("afterwards: got %v", a.returned)
			}
		}},
	})
}

// verifyLogout checks a logout token (OIDC Back-Channel Logout §2.4, §2.6).
func (rp *relyingParty) verifyLogout(t *testing.T, raw string, id idToken) {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), rp.srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	token, err := provider.Verifier(&oidc.Config{ClientID: rp.id, SupportedSigningAlgs: []string{rp.alg}, Now: rp.srv.Now}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatalf("logout token: %v", err)
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	events, _ := claims["events"].(map[string]any)
	if _, has := events["http://schemas.openid.net/event/backchannel-logout"]; !has || claims["sid"] != id.SID || claims["sub"] != id.Subject || claims["jti"] == nil || claims["nonce"] != nil {
		t.Errorf("got %v", claims)
	}
}
