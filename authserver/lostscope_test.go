package authserver_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

// RFC 6749 §3.3: a scope that was removed from the registration of a client is not issued for older
// codes and refresh tokens. If no scope remains, the request is refused, and neither the code nor
// the refresh token is used up.
func TestRemovedScopeIsNotIssued(t *testing.T) {
	rdb := redistest.New(t)
	before := shopServer(t, "openid offline_access orders:read bills:read", authservertest.WithRedis(rdb))
	issuer := authservertest.WithConfig(func(c *authserver.Config) { c.Issuer = before.URL })
	less := shopServer(t, "bills:read", authservertest.WithRedis(rdb), issuer)
	none := shopServer(t, "stock:read", authservertest.WithRedis(rdb), issuer)
	at := func(srv *authservertest.Server, form url.Values) (string, polled) {
		shop := rigged(t, srv, "shop")
		shop.base = srv.Address()
		status, _, answer := jsonOf[polled](t, srv, shop.post("/token", form))
		return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)), answer
	}
	for kind, begin := range map[string]func(scope string) url.Values{
		"code": func(scope string) url.Values {
			shop := rigged(t, before, "shop")
			b := before.Browser(t)
			b.Open(shop.authorizeURL(scope, map[string]string{"prompt": "consent"})).Login("alice", "wonderland").Approve()
			return shop.redemption(b.Returned().Get("code"))
		},
		"device code": func(scope string) url.Values {
			d := rigged(t, before, "shop").start(scope)
			enter(before.Browser(t), before, d.UserCode).Press("decision", "allow")
			return url.Values{"grant_type": {deviceGrant}, "device_code": {d.DeviceCode}}
		},
		"refresh token": func(scope string) url.Values {
			d := rigged(t, before, "shop").start(scope)
			enter(before.Browser(t), before, d.UserCode).Press("decision", "allow")
			_, tokens := at(before, url.Values{"grant_type": {deviceGrant}, "device_code": {d.DeviceCode}})
			return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}}
		},
	} {
		t.Run(kind+", one scope of two is lost", func(t *testing.T) {
			got, answer := at(less, begin("orders:read bills:read"))
			if got != "200" || answer.Scope != "bills:read" {
				t.Fatalf("got %s with scope %q, want 200 with bills:read", got, answer.Scope)
			}
			if c := part(t, answer.AccessToken, 1); c["scope"] != "bills:read" || !sole(c["aud"], bills) {
				t.Errorf("got %v for %v, want bills:read for %s", c["scope"], c["aud"], bills)
			}
		})
		t.Run(kind+", all scopes of the resource are lost", func(t *testing.T) {
			form := begin("orders:read bills:read")
			form.Set("resource", orders)
			if got, answer := at(less, form); got != "400 invalid_scope" {
				t.Errorf("got %s with scope %q, want 400 invalid_scope", got, answer.Scope)
			}
			form.Del("resource")
			if got, _ := at(less, form); got != "200" {
				t.Errorf("the refusal has changed something: got %s, want 200", got)
			}
		})
		t.Run(kind+", all is lost", func(t *testing.T) {
			form := begin("orders:read bills:read")
			if got, answer := at(none, form); got != "400 invalid_scope" {
				t.Errorf("got %s with scope %q, want 400 invalid_scope", got, answer.Scope)
			}
			if got, _ := at(before, form); got != "200" {
				t.Errorf("the refusal has changed something: got %s, want 200", got)
			}
		})
	}
}

// shopServer has the client shop, registered for the scope.
func shopServer(t *testing.T, scope string, more ...authservertest.Option) *authservertest.Server {
	t.Helper()
	return authservertest.Start(t, append([]authservertest.Option{
		authservertest.WithConfig(func(c *authserver.Config) { c.SealKey = "one key for all servers of this test" }),
		authservertest.WithResource(authservertest.Resource{ID: orders, Scopes: map[string]string{"orders:read": "read your orders"}}),
		authservertest.WithResource(authservertest.Resource{ID: bills, Scopes: map[string]string{"bills:read": "read your bills"}}),
		authservertest.WithResource(authservertest.Resource{ID: stock, Scopes: map[string]string{"stock:read": "read the stock"}}),
		authservertest.WithClient(authservertest.Client{
			ID: "shop", Secret: "shop-secret", GrantTypes: []string{"authorization_code", "refresh_token", deviceGrant},
			RedirectURIs: []string{shopCallback}, Scope: scope,
		}),
	}, more...)...)
}

// sole tells whether the claim aud names this resource only.
func sole(aud any, resource string) bool {
	list, ok := aud.([]any)
	return aud == resource || ok && len(list) == 1 && list[0] == resource
}
