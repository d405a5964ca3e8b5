package authserver_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

// home returns the page at the issuer's URL, as a browser gets it.
func home(t *testing.T, srv *authservertest.Server) string {
	t.Helper()
	r := request(t, http.MethodGet, srv.URL+"/", nil)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	status, header, body := do(t, srv, r)
	if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "text/html") || header.Get("Vary") != "Accept" {
		t.Fatalf("got %d %v", status, header)
	}
	return body
}

// The home page describes the server, and every address on it answers.
func TestHome(t *testing.T) {
	for name, path := range map[string]string{"an issuer without a path": "", "an issuer with a path": "/tenant"} {
		t.Run(name, func(t *testing.T) {
			srv := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.Issuer += path }))
			status, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+"/", nil))
			documents := map[string]string{}
			if err := json.Unmarshal([]byte(body), &documents); err != nil || status != http.StatusOK || documents["issuer"] != srv.URL {
				t.Fatalf("for programs: got %d %s, %v", status, body, err)
			}
			page := home(t, srv)
			for _, member := range []string{"openid_configuration", "oauth_authorization_server", "jwks_uri"} {
				address := documents[member]
				if status, _, _ := do(t, srv, request(t, http.MethodGet, address, nil)); status != http.StatusOK {
					t.Errorf("%s: got %d at %s", member, status, address)
				}
				if !strings.Contains(page, `href="`+address+`"`) {
					t.Errorf("the page does not link to %s", address)
				}
			}
			for _, want := range []string{`href="` + srv.URL + `/account"`, "alice", "wonderland", `href="http://app.localhost:8080/"`, "inspect.localhost"} {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %s", want)
				}
			}
		})
	}
}

// In production the page names no user, no client and no other service.
func TestHomeInProductionShowsOnlyPublicInformation(t *testing.T) {
	hash, err := authserver.HashPassword("a password that nobody shows")
	if err != nil {
		t.Fatal(err)
	}
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	raw := "users:\n  - sub: '1'\n    username: alice\n    password_hash: " + hash + "\n" +
		"clients:\n  - client_id: web\n    client_uri: https://app.example/\n    client_secret: " + goodSecret +
		"\n    redirect_uris: [https://app.example/cb]\n    scope: openid\n"
	if err := os.WriteFile(seed, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := defaults(t)
	production(&cfg, seed)
	server, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://as.example/", nil)
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	page := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(page, "/account") {
		t.Fatalf("got %d %s", w.Code, page)
	}
	for _, word := range []string{"alice", "Demo", "demo", "inspect", "app.example", "passwords here"} {
		if strings.Contains(page, word) {
			t.Errorf("the page says %q", word)
		}
	}
}
