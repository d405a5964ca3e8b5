package authserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/securityevent"
)

// do sends a request and returns status, headers and body.
func do(t *testing.T, srv *authservertest.Server, r *http.Request) (int, http.Header, string) {
	t.Helper()
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

func request(t *testing.T, method, target string, form url.Values) *http.Request {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(t.Context(), method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

func metadata(t *testing.T, srv *authservertest.Server, target string) oauth.ServerMetadata {
	t.Helper()
	status, _, body := do(t, srv, request(t, http.MethodGet, target, nil))
	var m oauth.ServerMetadata
	if err := json.Unmarshal([]byte(body), &m); err != nil || status != http.StatusOK {
		t.Fatalf("metadata at %s: got %d, %v", target, status, err)
	}
	return m
}

func TestMetadata(t *testing.T) {
	srv := authservertest.Start(t)
	m := metadata(t, srv, srv.URL+"/.well-known/oauth-authorization-server")
	t.Run("I-01 the issuer is the configured one, octet by octet", func(t *testing.T) {
		if m.Issuer != srv.URL {
			t.Errorf("got %q, want %q", m.Issuer, srv.URL)
		}
	})
	t.Run("I-02 every endpoint in the metadata answers", func(t *testing.T) {
		for _, endpoint := range []string{
			m.AuthorizationEndpoint, m.TokenEndpoint, m.JWKSURI, m.UserinfoEndpoint,
			m.RevocationEndpoint, m.IntrospectionEndpoint, m.EndSessionEndpoint,
		} {
			if status, _, _ := do(t, srv, request(t, http.MethodGet, endpoint, nil)); status == http.StatusNotFound {
				t.Errorf("%s is not there", endpoint)
			}
		}
	})
	t.Run("I-02 metadata lists only supported values", func(t *testing.T) {
		if len(m.CodeChallengeMethodsSupported) != 1 || m.CodeChallengeMethodsSupported[0] != "S256" {
			t.Errorf("code challenge methods: got %v", m.CodeChallengeMethodsSupported)
		}
		if !m.AuthorizationResponseIssSupported || m.RequestParameterSupported || m.RequestURIParameterSupported {
			t.Errorf("got %+v", m)
		}
	})
	t.Run("the Host header cannot change it", func(t *testing.T) {
		r := request(t, http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil)
		r.Host = "evil.example"
		if _, _, body := do(t, srv, r); strings.Contains(body, "evil.example") {
			t.Errorf("the document names the Host header: %s", body)
		}
	})
}

// The metadata of the feed is correct: its jwks_uri answers, and a poll accepts the credentials
// that the metadata names, and no others.
func TestMetadataOfTheFeedIsCorrect(t *testing.T) {
	srv := authservertest.Start(t)
	feed := describedFeed(t, srv, srv.URL+"/.well-known/ssf-configuration")
	if feed.Issuer != srv.URL || len(feed.AuthorizationSchemes) != 1 || feed.AuthorizationSchemes[0].SpecURN != securityevent.BasicScheme {
		t.Errorf("got %+v", feed)
	}
	if status, _, _ := do(t, srv, request(t, http.MethodGet, feed.JWKSURI, nil)); status != http.StatusOK {
		t.Errorf("jwks_uri: got %d", status)
	}
	for secret, want := range map[string]int{"notes-api-dev-secret-not-for-production": http.StatusOK, "wrong": http.StatusUnauthorized} {
		r := post(feed.Delivery.EndpointURL, "application/json", `{"returnImmediately":true}`)
		r.SetBasicAuth("notes-api", secret)
		if status, _, body := do(t, srv, r); status != want {
			t.Errorf("poll: got %d %s, want %d", status, body, want)
		}
	}
}

func describedFeed(t *testing.T, srv *authservertest.Server, target string) securityevent.Configuration {
	t.Helper()
	status, _, body := do(t, srv, request(t, http.MethodGet, target, nil))
	var feed securityevent.Configuration
	if err := json.Unmarshal([]byte(body), &feed); err != nil || status != http.StatusOK {
		t.Fatalf("%s: got %d, %v", target, status, err)
	}
	return feed
}

func TestIssuerWithAPath(t *testing.T) { // I-01, RFC 8414 §3.1, §5
	srv := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.Issuer += "/tenant" }))
	host := strings.TrimSuffix(srv.URL, "/tenant")
	for _, target := range []string{
		host + "/.well-known/oauth-authorization-server/tenant",
		host + "/.well-known/openid-configuration/tenant",
		srv.URL + "/.well-known/openid-configuration",
	} {
		if got := metadata(t, srv, target); got.Issuer != srv.URL || got.TokenEndpoint != srv.URL+"/token" {
			t.Errorf("%s: got issuer %q, token endpoint %q", target, got.Issuer, got.TokenEndpoint)
		}
	}
	feed := describedFeed(t, srv, host+"/.well-known/ssf-configuration/tenant") // OpenID SSF 1.0 §7.2.1
	if feed.Issuer != srv.URL || feed.Delivery.EndpointURL != srv.URL+"/security_events" {
		t.Errorf("feed: got issuer %q, endpoint %q", feed.Issuer, feed.Delivery.EndpointURL)
	}
	for path, want := range map[string]int{
		"/tenant/jwks": 200, "/jwks": 404, "/tenantjwks": 404, "/tenant": 200, "/tenant/": 200, "/": 404, "/livez": 200,
		"/.well-known/oauth-authorization-server": 404, "/.well-known/ssf-configuration": 404, "/tenant/../jwks": 404,
	} {
		if got, _, _ := do(t, srv, request(t, http.MethodGet, host+path, nil)); got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}

func TestOtherOrigins(t *testing.T) { // A-17, I-07
	srv := authservertest.Start(t)
	for path, open := range map[string]bool{
		"/.well-known/oauth-authorization-server": true, "/.well-known/openid-configuration": true, "/.well-known/ssf-configuration": true,
		"/jwks": true, "/token": true, "/revoke": true, "/userinfo": true,
		"/authorize": false, "/introspect": false, "/security_events": false, "/login": false, "/consent": false, "/logout": false, "/livez": false,
	} {
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			r := request(t, method, srv.URL+path, nil)
			r.Header.Set("Origin", "https://app.example")
			r.Header.Set("Access-Control-Request-Method", http.MethodPost)
			_, header, _ := do(t, srv, r)
			if got := header.Get("Access-Control-Allow-Origin"); (got == "*") != open || (got != "" && got != "*") {
				t.Errorf("%s %s: got Access-Control-Allow-Origin %q, open is %t", method, path, got, open)
			}
			if header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s %s allows credentials", method, path)
			}
		}
	}
}

// A cache may store the key set and the metadata for requests of every origin, so they must not depend
// on it (Fetch, "CORS protocol and HTTP caches").
func TestOpenDocumentsDoNotDependOnTheOrigin(t *testing.T) {
	srv := authservertest.Start(t)
	for _, path := range []string{"/jwks", "/.well-known/openid-configuration"} {
		_, header, _ := do(t, srv, request(t, http.MethodGet, srv.URL+path, nil))
		for name, want := range map[string]string{"Access-Control-Allow-Origin": "*", "Vary": "", "Cross-Origin-Resource-Policy": ""} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s: got %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestNothingElseIsServed(t *testing.T) { // O-26
	srv := authservertest.Start(t)
	for _, path := range []string{"/debug/pprof/", "/metrics", "/admin", "/.env", "/.git/config", "/swagger", "//evil.example/%2e%2e", "/assets/"} {
		status, header, body := do(t, srv, request(t, http.MethodGet, srv.URL+path, nil))
		if status != http.StatusNotFound || header.Get("Location") != "" {
			t.Errorf("%s: got %d, Location %q", path, status, header.Get("Location"))
		}
		if strings.Contains(body, "goroutine") || strings.Contains(body, ".go:") {
			t.Errorf("%s shows its inside: %s", path, body)
		}
	}
}
