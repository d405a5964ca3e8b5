package authserver_test

import (
	"net/http"
	"net/url"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// jobClient is a client for the client credentials grant with scopes of three resources.
func jobClient() authservertest.Option {
	return authservertest.WithClient(authservertest.Client{ID: "job", Secret: "job-secret", GrantTypes: []string{"client_credentials"}, Scope: "orders:read bills:read stock:read"})
}

// An access token contains only scopes of its own audience (RFC 9068 §2.2.3), and the response
// names the scope of the token (RFC 6749 §5.1).
func TestScopeIsThatOfTheAudience(t *testing.T) {
	srv := exchangeRig(t, jobClient(), authservertest.WithClient(authservertest.Client{
		ID: "kiosk", Secret: "kiosk-secret", GrantTypes: []string{deviceGrant}, Scope: "openid orders:read bills:read",
	}))
	shop, job := rigged(t, srv, "shop"), rigged(t, srv, "job")
	first := shopToken(t, srv, "openid offline_access orders:read bills:read", orders)
	refresh := func(token string, more url.Values) (int, polled) {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
		for name, values := range more {
			form[name] = values
		}
		status, _, answer := jsonOf[polled](t, srv, shop.post("/token", form))
		return status, answer
	}
	want := func(name, token, said, scope string) {
		t.Helper()
		if got := part(t, token, 1)["scope"]; got != scope || said != scope {
			t.Errorf("%s: got %v in the token, %q in the answer, want %q", name, got, said, scope)
		}
	}
	want("code", first.AccessToken, first.Scope, "openid offline_access orders:read")
	status, wrong := refresh(first.RefreshToken, url.Values{"resource": {orders}, "scope": {"bills:read"}})
	if status != http.StatusBadRequest || wrong.Error != "invalid_target" {
		t.Errorf("RFC 8707 §2 nothing is left at the resource: got %d %s", status, wrong.Error)
	}
	_, second := refresh(first.RefreshToken, url.Values{"resource": {bills}}) // the refused request rotated nothing
	want("refresh for another resource", second.AccessToken, second.Scope, "openid offline_access bills:read")
	_, third := refresh(second.RefreshToken, url.Values{"resource": {orders}, "scope": {"orders:read bills:read"}})
	want("refresh with a scope", third.AccessToken, third.Scope, "orders:read")
	_, _, own := jsonOf[polled](t, srv, job.post("/token", url.Values{"grant_type": {"client_credentials"}, "resource": {orders}}))
	want("client_credentials", own.AccessToken, own.Scope, "orders:read")

	kiosk := rigged(t, srv, "kiosk")
	for _, tt := range []struct{ resource, scope string }{{orders, "openid orders:read"}, {bills, "openid bills:read"}} {
		d := kiosk.start("openid orders:read bills:read")
		enter(srv.Browser(t), srv, d.UserCode).Press("decision", "allow")
		_, _, device := jsonOf[polled](t, srv, kiosk.post("/token", url.Values{"grant_type": {deviceGrant}, "device_code": {d.DeviceCode}, "resource": {tt.resource}}))
		want("device code for "+tt.resource, device.AccessToken, device.Scope, tt.scope)
	}

	r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+second.AccessToken)
	if status, _, body := do(t, srv, r); status != http.StatusOK {
		t.Errorf("OIDC Core §5.3 userinfo: got %d %s", status, body)
	}
}

// RFC 8693: a token that a client got for itself can be exchanged twice, and does not become a
// token of a user.
func TestAClientsOwnTokenIsExchangedTwice(t *testing.T) {
	srv := exchangeRig(t, jobClient(), authservertest.WithClient(authservertest.Client{
		ID: "orders-api-2", Secret: "orders-api-2-secret", GrantTypes: []string{exchangeGrant}, Scope: "stock:read", Resource: orders, ExchangeResources: []string{stock},
	}))
	_, _, own := jsonOf[polled](t, srv, rigged(t, srv, "job").post("/token", url.Values{"grant_type": {"client_credentials"}, "resource": {orders}}))
	got, once := rigged(t, srv, "orders-api").exchange(own.AccessToken)
	if got != "200" {
		t.Fatalf("first exchange: got %s", got)
	}
	got, twice := rigged(t, srv, "gateway").exchange(once.AccessToken)
	if got != "200" {
		t.Fatalf("second exchange: got %s", got)
	}
	for _, token := range []string{once.AccessToken, twice.AccessToken} {
		if c := part(t, token, 1); c["sub"] != "job" || c["gty"] != "client-credentials" || c["auth_time"] != nil {
			t.Errorf("got %v", c)
		}
	}
}

// Revoking a token revokes all tokens that were exchanged for it (RFC 7009 §2.1).
func TestAnExchangedTokenEndsWithItsSource(t *testing.T) {
	srv := exchangeRig(t)
	subject := shopToken(t, srv, "openid orders:read stock:read", orders)
	_, once := rigged(t, srv, "orders-api").exchange(subject.AccessToken)
	got, twice := rigged(t, srv, "gateway").exchange(once.AccessToken)
	holds := func(id, token string) bool {
		_, _, said := jsonOf[oauth.Introspection](t, srv, rigged(t, srv, id).post("/introspect", url.Values{"token": {token}}))
		return said.Active
	}
	if got != "200" || !holds("orders-api", once.AccessToken) || !holds("gateway", twice.AccessToken) {
		t.Fatalf("before: got %s", got)
	}
	shop := rigged(t, srv, "shop")
	do(t, srv, shop.post("/revoke", url.Values{"token": {subject.AccessToken}}))
	for id, token := range map[string]string{"orders-api": once.AccessToken, "gateway": twice.AccessToken} {
		if holds(id, token) {
			t.Errorf("the token of %s is still active", id)
		}
	}
	if got, _ := rigged(t, srv, "gateway").exchange(once.AccessToken); got != "400 invalid_request" && got != "400 invalid_grant" {
		t.Errorf("exchange of it: got %s", got)
	}
}
