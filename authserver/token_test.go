package authserver_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

const alice = "248289761001"

// part decodes one part of a JWT: 0 is the header, 1 the claims.
func part(t *testing.T, token string, i int) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("not a JWT: %d parts", len(parts))
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[i])
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	return members
}

// jsonOf sends a request and decodes the response, which must be JSON.
func jsonOf[T any](t *testing.T, srv *authservertest.Server, r *http.Request) (int, http.Header, T) {
	t.Helper()
	status, header, body := do(t, srv, r)
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%s %s: status %d: %v: %s", r.Method, r.URL.Path, status, err, body)
	}
	return status, header, v
}

// service requests a token with the client credentials grant as the built-in service.
func service(t *testing.T, srv *authservertest.Server) oauth.TokenResponse {
	t.Helper()
	r := request(t, http.MethodPost, srv.URL+"/token", url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}})
	r.SetBasicAuth("service", "service-dev-secret-not-for-production")
	status, _, token := jsonOf[oauth.TokenResponse](t, srv, r)
	if status != http.StatusOK {
		t.Fatalf("client_credentials: got %d", status)
	}
	return token
}

func TestAccessTokenProfile(t *testing.T) { // RFC 9068 §2
	srv := authservertest.Start(t)
	_, _, keys := jsonOf[struct{ Keys []map[string]any }](t, srv, request(t, http.MethodGet, srv.URL+"/jwks", nil))
	token := service(t, srv)
	header, claims := part(t, token.AccessToken, 0), part(t, token.AccessToken, 1)
	t.Run("F-01 the header names type, algorithm and key, and nothing else", func(t *testing.T) {
		known := false
		for _, k := range keys.Keys {
			known = known || k["kid"] == header["kid"] && k["alg"] == header["alg"]
		}
		if header["typ"] != "at+jwt" || header["alg"] != "ES256" || !known || len(header) != 3 {
			t.Errorf("got %v", header)
		}
	})
	t.Run("F-02 the claims that RFC 9068 requires are there, and no more", func(t *testing.T) {
		for name, want := range map[string]any{
			"iss": srv.URL, "sub": "service", "client_id": "service", "scope": "notes:read",
		} {
			if claims[name] != want {
				t.Errorf("%s: got %v, want %v", name, claims[name], want)
			}
		}
		if aud, ok := claims["aud"].([]any); !ok || len(aud) != 1 || aud[0] != "http://api.localhost:9001" {
			t.Errorf("aud: got %v, want the resource", claims["aud"])
		}
		life := claims["exp"].(float64) - claims["iat"].(float64)
		if life <= 0 || life > time.Hour.Seconds() || life != float64(token.ExpiresIn) {
			t.Errorf("lifetime: got %v s, expires_in is %d", life, token.ExpiresIn)
		}
		if claims["jti"] == "" || len(claims) != 8 {
			t.Errorf("got %v", claims)
		}
	})
	t.Run("F-02 two tokens are never the same", func(t *testing.T) {
		if service(t, srv).AccessToken == token.AccessToken {
			t.Error("they are")
		}
	})
}

func TestUserinfo(t *testing.T) { // J-15
	srv := authservertest.Start(t)
	ask := func(token string) (int, map[string]any) {
		r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		status, _, claims := jsonOf[map[string]any](t, srv, r)
		return status, claims
	}
	token := srv.IssueToken(authservertest.Token{User: alice, Scope: "openid email"})
	status, claims := ask(token)
	if status != http.StatusOK || claims["sub"] != alice || claims["email"] != "alice@example.com" || claims["name"] != nil {
		t.Errorf("J-15: got %d %v", status, claims)
	}
	t.Run("J-04 a token without openid", func(t *testing.T) {
		if got, _ := ask(srv.IssueToken(authservertest.Token{User: alice, Scope: "notes:read"})); got != http.StatusForbidden {
			t.Errorf("got %d, want 403", got)
		}
	})
	t.Run("J-15 a revoked token", func(t *testing.T) {
		revoked := srv.IssueToken(authservertest.Token{User: alice, Scope: "openid"})
		r := request(t, http.MethodPost, srv.URL+"/revoke", url.Values{"token": {revoked}})
		r.SetBasicAuth("notes", "notes-dev-secret-not-for-production")
		if got, _, _ := do(t, srv, r); got != http.StatusOK {
			t.Fatalf("revoke: got %d", got)
		}
		if got, _ := ask(revoked); got != http.StatusUnauthorized {
			t.Errorf("got %d, want 401", got)
		}
	})
	t.Run("an expired token", func(t *testing.T) {
		srv.Advance(6 * time.Minute)
		if got, _ := ask(token); got != http.StatusUnauthorized {
			t.Errorf("got %d, want 401", got)
		}
	})
}

// TestHeaders checks M-01 to M-04 on every response, successful or not. Data needs fewer headers than
// a page.
func TestHeaders(t *testing.T) {
	srv := authservertest.Start(t)
	for _, tt := range []struct {
		method, path string
		form         url.Values
		secret       bool // the response contains a secret and must not be stored
	}{
		{"GET", "/jwks", nil, false},
		{"GET", "/.well-known/openid-configuration", nil, false},
		{"POST", "/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {"web-post"}, "client_secret": {"wrong"}}, true},
		{"POST", "/introspect", url.Values{"token": {"x"}}, true},
		{"POST", "/revoke", url.Values{"token": {"x"}}, true},
		{"GET", "/userinfo", nil, true},
		{"GET", "/authorize", nil, true},
		{"GET", "/login", nil, true},
		{"GET", "/consent", nil, true},
		{"GET", "/logout", nil, true},
		{"GET", "/nowhere", nil, true},
		{"PUT", "/token", nil, true},
	} {
		for _, accept := range []string{"application/json", "text/html"} {
			r := request(t, tt.method, srv.URL+tt.path, tt.form)
			r.Header.Set("Accept", accept)
			status, h, body := do(t, srv, r)
			name := tt.method + " " + tt.path + " as " + accept
			data := strings.HasSuffix(h.Get("Content-Type"), "json")
			csp := h.Get("Content-Security-Policy")
			if !strings.Contains(csp, "frame-ancestors 'none'") || !data && h.Get("X-Frame-Options") != "DENY" {
				t.Errorf("M-01 %s: may be framed: %q", name, csp)
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") || !data && !strings.Contains(csp, "base-uri 'none'") || !strings.Contains(csp, "default-src 'none'") {
				t.Errorf("M-02 %s: weak policy %q", name, csp)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Server") != "" {
				t.Errorf("M-03 %s: got %v", name, h)
			}
			if policy := h.Get("Referrer-Policy"); !data && policy != "no-referrer" && policy != "same-origin" {
				t.Errorf("M-03 %s: Referrer-Policy %q", name, policy)
			}
			if got := h.Get("Cache-Control"); tt.secret && got != "no-store" {
				t.Errorf("M-04 %s: Cache-Control %q, want no-store", name, got)
			}
			if status >= 500 || strings.Contains(body, "goroutine ") {
				t.Errorf("%s: got %d: %s", name, status, body)
			}
		}
	}
}
