package authserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// fetch requests a path of the server, and returns status and body.
func fetch(t *testing.T, srv *authservertest.Server, path string) (int, string) {
	t.Helper()
	status, _, body := do(t, srv, request(t, http.MethodGet, srv.Address()+path, nil))
	return status, body
}

// visitTenant completes the code flow at a tenant, and returns its tokens.
func visitTenant(t *testing.T, srv *authservertest.Server, name string, browser *authservertest.Browser) oauth.TokenResponse {
	t.Helper()
	app := notes(t, srv)
	app.base = srv.URL + "/" + name
	browser.Open(strings.Replace(app.authorizeURL("openid notes:read", nil), srv.URL, app.base, 1)).Login("alice", "wonderland").Approve()
	if iss := browser.Returned().Get("iss"); iss != app.base {
		t.Errorf("RFC 9207 §2: iss is %q, want %q", iss, app.base)
	}
	tokens := app.redeem(browser.Returned().Get("code"))
	if iss := part(t, tokens.IDToken, 1)["iss"]; iss != app.base {
		t.Errorf("the iss of the ID token is %v, want %s", iss, app.base)
	}
	return tokens
}

func userinfo(t *testing.T, srv *authservertest.Server, issuer, token string) int {
	t.Helper()
	r := request(t, http.MethodGet, issuer+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	status, _, _ := do(t, srv, r)
	return status
}

func TestTenantsAreIssuersOfTheirOwn(t *testing.T) {
	srv := authservertest.Start(t)
	names := []string{"one", "two"}
	tokens := make([]oauth.TokenResponse, len(names))
	var done sync.WaitGroup
	for i, name := range names {
		done.Go(func() { tokens[i] = visitTenant(t, srv, name, srv.Browser(t)) })
	}
	done.Wait()

	for i, at := range []string{"/one", "/two"} {
		for j := range names {
			want := http.StatusUnauthorized
			if i == j {
				want = http.StatusOK
			}
			if got := userinfo(t, srv, srv.URL+at, tokens[j].AccessToken); got != want {
				t.Errorf("the token of %s at %s: got %d, want %d", names[j], at, got, want)
			}
		}
		if got := userinfo(t, srv, srv.URL, tokens[i].AccessToken); got != http.StatusUnauthorized {
			t.Errorf("the token of %s at the base server: got %d, want 401", names[i], got)
		}
	}
	_, one := fetch(t, srv, "/one/jwks")
	_, two := fetch(t, srv, "/two/jwks")
	_, base := fetch(t, srv, "/jwks")
	if one == two || one == base || !strings.Contains(one, `"kid"`) {
		t.Errorf("keys are not the tenant's own: %s, %s", one, two)
	}
}

// Cookies are for a host. A session at one issuer must not sign the user in at another.
func TestTenantsShareNoSession(t *testing.T) {
	srv := authservertest.Start(t)
	browser := srv.Browser(t)
	visitTenant(t, srv, "one", browser)
	for _, at := range []string{srv.URL, srv.URL + "/two"} {
		if browser.Open(at + "/account"); !strings.Contains(browser.Text(), "Password") {
			t.Errorf("%s/account asks for no password: %s", at, browser.Text())
		}
	}
	visitTenant(t, srv, "two", browser) // and neither overwrites the cookies of the other
	if browser.Open(srv.URL + "/one/account"); strings.Contains(browser.Text(), "Password") {
		t.Errorf("the session at /one has ended: %s", browser.Text())
	}
}

func TestMetadataOfTenants(t *testing.T) {
	srv := authservertest.Start(t)
	for name, path := range map[string]string{
		"RFC 8414 §3.1: the path is at the end":                 "/.well-known/oauth-authorization-server/a",
		"OIDC Discovery §4: the path is at the beginning":       "/b/.well-known/openid-configuration",
		"RFC 8414 §3.1 with the document of OpenID Connect":     "/.well-known/openid-configuration/c",
		"the base issuer with a path that begins like a tenant": "/.well-known/oauth-authorization-server",
	} {
		t.Run(name, func(t *testing.T) {
			status, _, metadata := jsonOf[oauth.ServerMetadata](t, srv, request(t, http.MethodGet, srv.URL+path, nil))
			tenant := strings.NewReplacer("/.well-known/oauth-authorization-server", "", "/.well-known/openid-configuration", "").Replace(path)
			if want := srv.URL + tenant; status != http.StatusOK || metadata.Issuer != want || metadata.TokenEndpoint != want+"/token" {
				t.Errorf("got %d, issuer %q, token endpoint %q; want %s", status, metadata.Issuer, metadata.TokenEndpoint, want)
			}
		})
	}
}

// A wrong URL must be answered with 404, and must not make an issuer.
func TestOnlyEndpointsMakeTenants(t *testing.T) {
	srv := authservertest.Start(t)
	for name, path := range map[string]string{
		"the icon of browsers":               "/favicon.ico",
		"a name alone":                       "/new",
		"a name alone with a slash":          "/new/",
		"an unknown path":                    "/new/other",
		"a health check":                     "/new/readyz",
		"an asset":                           "/new/assets/quartet.css",
		"capital letters":                    "/NEW/jwks",
		"a name over 63 characters":          "/" + strings.Repeat("a", 64) + "/jwks",
		"a name that begins with a hyphen":   "/-new/jwks",
		"two names":                          "/new/newer/jwks",
		"the name of an endpoint":            "/token/jwks",
		"the control API":                    "/control/jwks",
		"the first part of an endpoint":      "/logout/jwks",
		"metadata of an endpoint":            "/.well-known/openid-configuration/token",
		"metadata of two names":              "/.well-known/openid-configuration/new/newer",
		"a well-known document of no tenant": "/.well-known/other/new",
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := fetch(t, srv, path); status != http.StatusNotFound {
				t.Errorf("got %d: %s", status, body)
			}
		})
	}
	if status, _ := fetch(t, srv, "/new/jwks"); status != http.StatusOK {
		t.Errorf("an endpoint: got %d", status)
	}
	if browser := srv.Browser(t).Open(srv.URL + "/new"); browser.Status() != http.StatusOK || !strings.Contains(browser.Text(), srv.URL+"/new") {
		t.Errorf("the home page of a tenant: got %d: %s", browser.Status(), browser.Text())
	}
}

// A test that chooses a wrong name must learn that the name is wrong.
func TestANameThatNoTenantCanHaveIsRefusedWithTheReason(t *testing.T) {
	srv := authservertest.Start(t)
	for path, want := range map[string]string{
		"/login/control/clock":                          "the beginning of a path of this server",
		"/my_test/control/clock":                        "lower-case letters",
		"/Suite/.well-known/openid-configuration":       "lower-case letters",
		"/.well-known/openid-configuration/Suite":       "lower-case letters",
		"/.well-known/oauth-authorization-server/token": "the beginning of a path of this server",
		"/control/control/clock":                        "the beginning of a path of this server",
		"/my_test/.well-known/other":                    "nothing at this address",
	} {
		if status, body := fetch(t, srv, path); status != http.StatusNotFound || !strings.Contains(body, want) {
			t.Errorf("%s: got %d %s, want 404 with %q", path, status, body, want)
		}
	}
	if status, body := fetch(t, srv, "/control/clock"); status != http.StatusOK {
		t.Errorf("the control API of the base server: got %d %s", status, body)
	}
}

func TestTenantsEndWithoutTrace(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.Tenants = 1 }))
	_, before := fetch(t, srv, "/one/jwks")
	if _, again := fetch(t, srv, "/one/jwks"); again != before {
		t.Error("the tenant in memory has new keys")
	}
	fetch(t, srv, "/two/jwks") // beyond the maximum: one ends
	if _, after := fetch(t, srv, "/one/jwks"); after == before {
		t.Error("the tenant that ended kept its keys")
	}
	off := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.Tenants = 0 }))
	if status, _ := fetch(t, off, "/one/jwks"); status != http.StatusNotFound {
		t.Errorf("with --tenants=0: got %d, want 404", status)
	}
}

func TestTenantsBelowAnIssuerWithAPath(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.Issuer += "/oauth" }))
	for path, want := range map[string]int{
		"/oauth/one/jwks": http.StatusOK,
		"/.well-known/oauth-authorization-server/oauth/one": http.StatusOK,
		"/oauth/jwks": http.StatusOK,
		"/one/jwks":   http.StatusNotFound,
		"/oauth/one/.well-known/oauth-authorization-server/x": http.StatusNotFound,
	} {
		if status, body := fetch(t, srv, path); status != want {
			t.Errorf("%s: got %d, want %d: %s", path, status, want, body)
		}
	}
	visitTenant(t, srv, "one", srv.Browser(t))
}

func TestProductionHasNoTenants(t *testing.T) {
	cfg := defaults(t)
	production(&cfg, "users: []")
	cfg.Tenants = 1
	srv, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = srv.Close() }()
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://as.example/one/jwks", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", w.Code)
	}
	if d, err := authserver.DefaultConfig(); err != nil || d.Tenants != 0 {
		t.Errorf("the default of production: got %d, %v", d.Tenants, err)
	}
}

// Each tenant has a control API of its own, which moves its clock alone.
func TestTenantsHaveTheirOwnControlAPI(t *testing.T) {
	srv := authservertest.Start(t)
	one, two := visitTenant(t, srv, "one", srv.Browser(t)), visitTenant(t, srv, "two", srv.Browser(t))
	_, before := fetch(t, srv, "/one/jwks")
	for path, body := range map[string]string{"/one/control/clock": `{"advance_seconds": 3600}`, "/one/control/keys/rotate": `{}`} {
		r := request(t, http.MethodPost, srv.URL+path, nil)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Type", "application/json")
		if status, _, said := do(t, srv, r); status >= http.StatusMultipleChoices {
			t.Fatalf("%s: got %d: %s", path, status, said)
		}
	}
	if got := userinfo(t, srv, srv.URL+"/one", one.AccessToken); got != http.StatusUnauthorized {
		t.Errorf("an hour later at /one: got %d, want 401", got)
	}
	srv.Advance(time.Hour) // the base server
	if got := userinfo(t, srv, srv.URL+"/two", two.AccessToken); got != http.StatusOK {
		t.Errorf("at /two, whose clock did not move: got %d, want 200", got)
	}
	if _, after := fetch(t, srv, "/one/jwks"); after == before {
		t.Error("the keys of /one were not rotated")
	}
	if _, document := fetch(t, srv, "/two/control/openapi.json"); !strings.Contains(document, srv.URL+"/two") {
		t.Error("the OpenAPI document of /two names another server")
	}
}
