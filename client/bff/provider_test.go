package bff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// I-06: metadata that is not to be trusted starts no login and is not ready.
func TestDiscoveryRefused(t *testing.T) {
	for name, change := range map[string]func(m map[string]any){
		"I-06 other issuer":              func(m map[string]any) { m["issuer"] = "https://evil.example" },
		"I-06 issuer with a slash":       func(m map[string]any) { m["issuer"] = m["issuer"].(string) + "/" },
		"I-06 token endpoint elsewhere":  func(m map[string]any) { m["token_endpoint"] = "http://evil.example/token" },
		"I-06 keys elsewhere":            func(m map[string]any) { m["jwks_uri"] = "http://evil.example/jwks" },
		"revocation endpoint elsewhere":  func(m map[string]any) { m["revocation_endpoint"] = "http://evil.example/revoke" },
		"authorization endpoint missing": func(m map[string]any) { delete(m, "authorization_endpoint") },
		"endpoint is a number":           func(m map[string]any) { m["token_endpoint"] = 7 },
		"endpoint is javascript":         func(m map[string]any) { m["authorization_endpoint"] = "javascript:alert(1)" },
		"endpoint with a user": func(m map[string]any) {
			m["token_endpoint"] = strings.Replace(m["token_endpoint"].(string), "://", "://x@", 1)
		},
		"PKCE with plain only": func(m map[string]any) { m["code_challenge_methods_supported"] = []string{"plain"} },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) { i.Metadata = change })
			b := newBrowser(t, r.app)
			wantStatus(t, b.get("/login"), http.StatusServiceUnavailable)
			wantReady(t, r, false)
		})
	}
}

func TestEndpointHostsAreASetting(t *testing.T) {
	r := newRig(t, func(c *configT) { c.EndpointHosts = []string{"Keys.example:80"} })
	r.Configure(func(i *issuerT) {
		i.Metadata = func(m map[string]any) { m["jwks_uri"] = "https://keys.example:80/jwks" }
	})
	newBrowser(t, r.app).start("/login")
}

// RFC 8414 alone is enough.
func TestDiscoveryByRFC8414(t *testing.T) {
	r := newRig(t)
	r.Configure(func(i *issuerT) { i.OAuthMetadataOnly = true })
	r.signedIn(t)
}

// The client starts before its issuer does, and recovers alone.
func TestIssuerComesLate(t *testing.T) {
	r := newRig(t)
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	b := newBrowser(t, r.app)
	resp := b.do("GET", "/login", "", header{"Accept": "text/html"})
	wantStatus(t, resp, http.StatusServiceUnavailable)
	if page := body(resp); strings.Contains(page, r.URL) || resp.Header.Get("Retry-After") == "" {
		t.Errorf("got %v %s, want Retry-After and no internals", resp.Header, page)
	}
	wantReady(t, r, false)
	r.Configure(func(i *issuerT) { i.Down = nil })
	r.clock.Move(2 * time.Second)
	wantReady(t, r, true)
	b.signIn(r.Issuer)
}

// The last metadata stands while the issuer is away, and is refreshed later.
func TestMetadataIsKept(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	b.start("/login")
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	r.clock.Move(time.Hour)
	b.start("/login")
}

// O-16: the callback while the token endpoint is away.
func TestTokenEndpointAway(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login"))
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	resp := b.do("GET", "/callback?"+answer.Encode(), "", header{"Accept": "text/html"})
	wantStatus(t, resp, http.StatusServiceUnavailable)
	if b.sessionID() != "" || strings.Contains(body(resp), answer.Get("code")) {
		t.Error("got a session, or the code in the answer")
	}
}

// A misconfigured secret is the operator's problem, and not shown.
func TestClientAuthenticationRefused(t *testing.T) {
	r := newRig(t)
	r.Configure(func(i *issuerT) { i.ClientSecret = "another" })
	resp := newBrowser(t, r.app).signIn(r.Issuer)
	wantStatus(t, resp, http.StatusBadGateway)
	if strings.Contains(r.log.String(), "s3cret") {
		t.Error("the log holds the secret")
	}
}

// The code of another login is refused by its verifier (RFC 9700 §4.5).
func TestInjectedCode(t *testing.T) {
	r := newRig(t)
	attacker, victim := newBrowser(t, r.app), newBrowser(t, r.app)
	stolen := r.Approve(t, victim.start("/login"))
	own := r.Approve(t, attacker.start("/login"))
	resp := attacker.get("/callback?" + with(own, "code", stolen.Get("code")).Encode())
	wantStatus(t, resp, http.StatusBadRequest)
	if attacker.sessionID() != "" {
		t.Error("got a session")
	}
}

// An issuer cannot make the client read without end.
func TestAnswersOfTheIssuerAreBounded(t *testing.T) {
	long := strings.Repeat("x", 2<<20)
	for name, change := range map[string]func(*issuerT){
		"metadata":       func(i *issuerT) { i.Metadata = func(m map[string]any) { m["x"] = long } },
		"keys":           func(i *issuerT) { i.Publish = func(keys []any) any { return append(keys, long) } },
		"token response": func(i *issuerT) { i.Answer = func(m map[string]any) { m["x"] = long } },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(change)
			b := newBrowser(t, r.app)
			if name == "metadata" {
				wantStatus(t, b.get("/login"), http.StatusServiceUnavailable)
				return
			}
			wantStatus(t, b.signIn(r.Issuer), http.StatusServiceUnavailable)
		})
	}
}
