package conformance_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
)

func TestSurface(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	for role, base := range roles(s) {
		for _, path := range []string{
			"/debug/pprof/", "/debug/pprof/heap", "/debug/vars", "/metrics", "/admin", "/swagger", "/swagger/index.html", "/.env", "/.git/config",
			"/actuator", "/actuator/env", "/server-status", "/assets/", "/assets", "/static/", "/control", "/config",
		} {
			t.Run("O-26 "+path+", "+role, func(t *testing.T) {
				a := call(t, plain(t), request(t, http.MethodGet, base+path, "", "Accept", "text/html"))
				if a.Status != http.StatusNotFound && a.Status != http.StatusUnauthorized && a.Status != http.StatusMethodNotAllowed {
					t.Errorf("got %d", a.Status)
				}
				for _, word := range []string{"goroutine ", ".go:", "go1.", "/root/", "echo"} {
					if strings.Contains(a.Body, word) {
						t.Errorf("the page contains %q", word)
					}
				}
			})
		}
		t.Run("O-26 TRACE, "+role, func(t *testing.T) {
			for _, path := range []string{"/", "/token", "/notes", "/livez"} {
				a := call(t, plain(t), request(t, http.MethodTrace, base+path, "", "X-Secret", "told"))
				if a.Status < 400 || a.Status > 499 || strings.Contains(a.Body, "told") {
					t.Errorf("%s: got %d %s", path, a.Status, a.Body)
				}
			}
		})
		t.Run("M-01 M-03 headers of every page, errors too, "+role, func(t *testing.T) {
			for _, path := range []string{
				"/", "/nothing", "/login", "/authorize", "/callback", "/consent", "/logout", "/device", "/account", "/livez", "/app/login",
				"/token", "/jwks", "/userinfo", "/introspect", "/notes", "/whoami", "/session", "/api/notes", "/openapi.json",
			} {
				for _, method := range []string{http.MethodGet, http.MethodPost} {
					hasSecurityHeaders(t, method+" "+path, call(t, plain(t), request(t, method, base+path, "", "Accept", "text/html")))
				}
			}
		})
	}
}

// hasSecurityHeaders checks the security headers of a response. Only JSON may lack those of a page.
func hasSecurityHeaders(t *testing.T, name string, a answer) {
	t.Helper()
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Server": "", "X-Powered-By": ""}
	if !strings.HasSuffix(a.Header.Get("Content-Type"), "json") {
		maps.Copy(want, map[string]string{"X-Frame-Options": "DENY", "X-Xss-Protection": "0", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"})
		if referrer := a.Header.Get("Referrer-Policy"); referrer != "no-referrer" && referrer != "same-origin" {
			t.Errorf("%s: Referrer-Policy %q", name, referrer)
		}
	}
	for name, want := range want {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s (%d): %s: got %q, want %q", name, a.Status, name, got, want)
		}
	}
	policy := a.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("%s (%d): policy %q", name, a.Status, policy)
	}
	for _, weak := range []string{"unsafe-inline", "unsafe-eval", "*", "http:;", "https:;"} {
		if strings.Contains(policy, weak) {
			t.Errorf("%s: policy %q has %s", name, policy, weak)
		}
	}
}

func TestMetadataIsTrue(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	metadata := call(t, plain(t), request(t, http.MethodGet, s.Issuer+"/.well-known/oauth-authorization-server", "")).json(t)
	t.Run("I-01 the issuer is the one that was configured", func(t *testing.T) {
		if metadata["issuer"] != s.Issuer {
			t.Errorf("got %v, want %s", metadata["issuer"], s.Issuer)
		}
	})
	for name, value := range metadata {
		address, _ := value.(string)
		if !strings.HasSuffix(name, "_endpoint") && name != "jwks_uri" {
			continue
		}
		t.Run("I-02 "+name+" is there", func(t *testing.T) {
			a := call(t, plain(t), request(t, http.MethodGet, address, ""))
			if a.Status == http.StatusNotFound || a.Status >= 500 || !strings.HasPrefix(address, s.Issuer+"/") {
				t.Errorf("%s: got %d", address, a.Status)
			}
		})
	}
	t.Run("I-02 the resource names its issuer", func(t *testing.T) {
		resource := call(t, plain(t), request(t, http.MethodGet, s.API+"/.well-known/oauth-protected-resource", "")).json(t)
		servers, _ := resource["authorization_servers"].([]any)
		if resource["resource"] != s.API || len(servers) != 1 || servers[0] != s.Issuer {
			t.Errorf("got %v", resource)
		}
	})
}
