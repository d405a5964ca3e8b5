package authserver_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// If a token request is refused because of its resource, the code or refresh token can still be
// used (RFC 8707 §2.2).
func TestARefusedResourceChangesNothing(t *testing.T) {
	srv := exchangeRig(t)
	shop, b := rigged(t, srv, "shop"), srv.Browser(t)
	code := b.Open(shop.authorizeURL("openid offline_access orders:read bills:read", nil)).Login("alice", "wonderland").Approve().Returned().Get("code")
	send := func(form url.Values) (int, polled) {
		status, _, answer := jsonOf[polled](t, srv, shop.post("/token", form))
		return status, answer
	}
	for _, resource := range [][]string{{"https://evil.test"}, {orders, bills}} {
		form := shop.redemption(code)
		form["resource"] = resource
		if status, answer := send(form); status != http.StatusBadRequest || answer.Error != "invalid_target" {
			t.Errorf("code, %v: got %d %s", resource, status, answer.Error)
		}
	}
	status, tokens := send(shop.redemption(code, bills))
	if status != http.StatusOK {
		t.Fatalf("code: got %d %s", status, tokens.Error)
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}}
	for _, resource := range [][]string{{"https://evil.test"}, {orders, bills}} {
		refresh["resource"] = resource
		if status, answer := send(refresh); status != http.StatusBadRequest || answer.Error != "invalid_target" {
			t.Errorf("refresh, %v: got %d %s", resource, status, answer.Error)
		}
	}
	srv.Advance(5 * time.Minute) // after the grace period
	refresh["resource"] = []string{orders}
	if status, answer := send(refresh); status != http.StatusOK {
		t.Errorf("refresh: got %d %s", status, answer.Error)
	}
}

// A client that does not use RFC 8707 selects the resource by scope (RFC 9068 §3).
func TestAClientWithoutResourceIndicatorsReachesEachResource(t *testing.T) {
	srv := exchangeRig(t)
	shop, b := rigged(t, srv, "shop"), srv.Browser(t)
	code := b.Open(shop.authorizeURL("openid offline_access orders:read bills:read", nil)).Login("alice", "wonderland").Approve().Returned().Get("code")
	status, _, tokens := jsonOf[polled](t, srv, shop.post("/token", shop.redemption(code)))
	if status != http.StatusOK || audienceOf(t, tokens) != orders {
		t.Fatalf("code: got %d %s, want %s", status, tokens.Error, orders)
	}
	for _, step := range []struct{ scope, want string }{{"bills:read", bills}, {"orders:read", orders}, {"", orders}} {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}, "scope": {step.scope}}
		status, _, tokens = jsonOf[polled](t, srv, shop.post("/token", form))
		if status != http.StatusOK || audienceOf(t, tokens) != step.want {
			t.Fatalf("scope %q: got %d %s, want %s", step.scope, status, tokens.Error, step.want)
		}
	}
}

// audienceOf returns the only audience of an access token.
func audienceOf(t *testing.T, tokens polled) string {
	t.Helper()
	all, _ := part(t, tokens.AccessToken, 1)["aud"].([]any)
	if len(all) != 1 {
		t.Fatalf("aud: got %v, want one", all)
	}
	one, _ := all[0].(string)
	return one
}
