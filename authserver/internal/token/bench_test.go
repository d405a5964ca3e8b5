package token_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
)

// The handler, its middleware and Redis, without a network between client and
// server: docs/performance.md has the figures of whole requests.
func BenchmarkClientCredentials(b *testing.B) {
	s := endpointtest.Start(b)
	b.ReportAllocs()
	for b.Loop() {
		serve(b, s, "service", "grant_type=client_credentials")
	}
}

func BenchmarkRefresh(b *testing.B) {
	s := endpointtest.Start(b)
	code := s.Authorize(b, "notes", withoutOpenID)
	token := s.Post(b, "/token", "notes", endpointtest.Redemption(code)).RefreshToken
	b.ReportAllocs()
	for b.Loop() {
		token = serve(b, s, "notes", "grant_type=refresh_token&refresh_token="+token).RefreshToken
	}
}

// withoutOpenID leaves out the ID token, and with it a signature by RSA.
func withoutOpenID(c *core.AuthorizationCode) { c.Scope = oauth.Scope{"notes:read", "notes:write"} }

// serve calls the handler as net/http would.
func serve(b *testing.B, s *endpointtest.Server, clientID, body string) oauth.TokenResponse {
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/token", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(clientID, endpointtest.Secret(clientID))
	w := httptest.NewRecorder()
	s.Config.Handler.ServeHTTP(w, r)
	var response oauth.TokenResponse
	if err := json.Unmarshal(w.Body.Bytes(), &response); err != nil || w.Code != http.StatusOK {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	return response
}
