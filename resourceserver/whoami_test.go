package resourceserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/redistest"
)

// A token that its issuer gave no exp used to end in a panic, a 500 at /whoami
// (RFC 7662 §2.2: exp is optional).
func TestWhoamiOfATokenWithoutExp(t *testing.T) {
	issuer := issuertest.Start(t)
	introspection := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"active":true,"sub":"alice","client_id":"c","scope":"notes:read","aud":"` + issuertest.Resource + `"}`))
	}))
	t.Cleanup(introspection.Close)
	issuer.Describe("introspection_endpoint", introspection.URL)
	cfg := settings(t, "--revocation=introspection")
	cfg.Issuer, cfg.Resource = issuer.URL, issuertest.Resource
	server, err := resourceserver.New(cfg, resourceserver.Deps{Redis: redistest.New(t), HTTP: http.DefaultClient, Now: issuertest.NewClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/whoami", nil)
	r.Header.Set("Authorization", "Bearer opaque")
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"exp"`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
