package authserver_test

import (
	"fmt"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

const ordersAPI = "https://orders.example"

// A test suite adds its API to a running server: tokens, metadata and clients know its scopes, as if they had
// been in the seed file.
func TestResourceIsAddedWhileTheServerRuns(t *testing.T) {
	c := startControl(t)
	for _, step := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the response
	}{
		{"a client without the resource", "PUT", "/control/clients/shop", `{"token_endpoint_auth_method":"none","redirect_uris":["http://127.0.0.1/cb"],"scope":"orders:read"}`, 400, "orders:read"},
		{"the resource", "PUT", "/control/resources/https%3A%2F%2Forders.example", `{"name":"Orders","scopes":{"orders:read":"read your orders"}}`, 204, ""},
		{"the client with it", "PUT", "/control/clients/shop", `{"token_endpoint_auth_method":"none","redirect_uris":["http://127.0.0.1/cb"],"scope":"orders:read"}`, 204, ""},
		{"a token", "POST", "/control/tokens", `{"user":"alice","scope":"orders:read"}`, 200, "token"},
		{"the metadata", "GET", "/.well-known/oauth-authorization-server", ``, 200, `"orders:read"`},
		{"a scope of another resource", "PUT", "/control/resources/https%3A%2F%2Fother.example", `{"scopes":{"orders:read":"read"}}`, 400, "belongs to https://orders.example already"},
		{"a resource without the scope of a client", "PUT", "/control/resources/https%3A%2F%2Forders.example", `{"scopes":{"orders:write":"write"}}`, 400, "orders:read"},
		{"no URI", "PUT", "/control/resources/orders", `{"scopes":{"orders:list":"list"}}`, 400, "is not an absolute URI"},
		{"an unknown member", "PUT", "/control/resources/https%3A%2F%2Fother.example", `{"scope":{"a":"b"}}`, 400, "scope: unknown field"},
		{"another resource than the path", "PUT", "/control/resources/https%3A%2F%2Fother.example", `{"resource":"https://third.example"}`, 400, "resource differs from the one in the path"},
		{"no scopes", "PUT", "/control/resources/https%3A%2F%2Fother.example", `{}`, 400, "owns at least one"},
		{"a scope about the user", "PUT", "/control/scopes/department", `{"description":"your department","claims":["department"]}`, 204, ""},
		{"in the metadata too", "GET", "/.well-known/openid-configuration", ``, 200, `"department"`},
		{"a scope without a description", "PUT", "/control/scopes/floor", `{"claims":["floor"]}`, 400, "needs a description"},
		{"a scope of the resource", "PUT", "/control/scopes/orders%3Aread", `{"description":"mine"}`, 400, "belongs to the user already"},
		{"a name that is no scope", "PUT", "/control/scopes/a%20b", `{"description":"mine"}`, 400, "is not a scope token"},
		{"the start", "POST", "/control/reset", ``, 204, ""},
		{"has no token for it", "POST", "/control/tokens", `{"user":"alice","scope":"orders:read"}`, 400, "orders:read"},
	} {
		t.Run(step.name, func(t *testing.T) {
			status, body := c.do(step.method, step.path, step.body)
			if status != step.status || !strings.Contains(string(body), step.want) {
				t.Errorf("got %d %s, want %d with %q", status, body, step.status, step.want)
			}
		})
	}
	if _, body := c.do("GET", "/.well-known/oauth-authorization-server", ""); strings.Contains(string(body), "orders:read") {
		t.Error("after the reset the metadata lists the scope")
	}
}

// The access token of a sign-in is for the new resource, and a new scope releases its claim.
func TestSignInWithAResourceAndAScopeThatWereAdded(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithClaims("alice", map[string]any{"department": "sales"}))
	srv.PutResource(authservertest.Resource{ID: ordersAPI, Scopes: map[string]string{"orders:read": "read your orders"}})
	srv.PutScope(authservertest.Scope{Name: "department", Description: "your department", Claims: []string{"department"}, In: []string{"id_token"}})
	srv.PutClient(authservertest.Client{ID: "one", Secret: "one-secret", RedirectURIs: []string{"http://app.localhost:8080/one"}, Scope: "openid orders:read department"})
	a := appOf(t, srv, "one")
	got := a.redeem(sent(t, srv.SignIn(t.Context(), "alice", a.authorizeURL("openid orders:read department", nil))).Get("code"))
	if claims := claimsOf(t, srv, got.AccessToken, "at+jwt"); fmt.Sprint(claims["aud"]) != "["+ordersAPI+"]" || !oauth.Scope(strings.Fields(got.Scope)).Has("orders:read") {
		t.Errorf("the access token is for %v, with %q", claims["aud"], got.Scope)
	}
	if claims := claimsOf(t, srv, got.IDToken, "JWT"); claims["department"] != "sales" {
		t.Errorf("the ID token has %v", claims)
	}
}
