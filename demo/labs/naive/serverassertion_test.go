package naive_test

import (
	"context"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

const issuer = "http://naive-auth.localhost:9000"

// The careless server is careless about aud alone: RFC 7523 §3 lets it accept the token endpoint.
func TestAssertions(t *testing.T) {
	key, other := newKey(t), newKey(t)
	now := time.Now()
	claims := func(change map[string]any) map[string]any {
		c := map[string]any{"iss": "app", "sub": "app", "aud": issuer, "exp": now.Add(time.Minute).Unix(), "jti": oauth.NewSecret()}
		maps.Copy(c, change)
		return c
	}
	valid := claims(nil)
	for _, tt := range []struct {
		name   string
		key    jose.SigningKey
		claims map[string]any
		want   int
	}{
		{"the issuer is aud", key, valid, http.StatusOK},
		{"the token endpoint is aud", key, claims(map[string]any{"aud": issuer + "/token"}), http.StatusOK},
		{"another server is aud", key, claims(map[string]any{"aud": "http://evil.localhost"}), http.StatusUnauthorized},
		{"another key has signed it", other, claims(nil), http.StatusUnauthorized},
		{"another client has issued it", key, claims(map[string]any{"iss": "other"}), http.StatusUnauthorized},
		{"it is for a client without a key", key, claims(map[string]any{"iss": "secret", "sub": "secret"}), http.StatusUnauthorized},
		{"it has expired", key, claims(map[string]any{"exp": now.Add(-time.Minute).Unix()}), http.StatusUnauthorized},
		{"it is valid for too long", key, claims(map[string]any{"exp": now.Add(time.Hour).Unix()}), http.StatusUnauthorized},
		{"it has no jti", key, claims(map[string]any{"jti": ""}), http.StatusUnauthorized},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := server(key, now)
			if got := ask(t, s, tt.key, tt.claims); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	t.Run("it was used before", func(t *testing.T) {
		s := server(key, now)
		if first, second := ask(t, s, key, valid), ask(t, s, key, valid); first != http.StatusOK || second != http.StatusUnauthorized {
			t.Errorf("got %d and %d, want 200 and 401", first, second)
		}
	})
}

func server(key jose.SigningKey, now time.Time) *naive.Server {
	public := key.Public()
	return &naive.Server{
		Issuer: issuer, Now: func() time.Time { return now },
		Apps: []naive.App{{ID: "app", Secret: "s", Key: &public}, {ID: "secret", Secret: "s"}},
	}
}

func newKey(t *testing.T) jose.SigningKey {
	t.Helper()
	key, err := jose.Generate("ES256", "k")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// ask asks for a token with the client credentials grant, and returns the status.
func ask(t *testing.T, s *naive.Server, key jose.SigningKey, claims map[string]any) int {
	t.Helper()
	assertion, err := jose.Mint(t.Context(), key, "JWT", claims)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_assertion_type": {oauth.ClientAssertionType}, "client_assertion": {assertion}}
	ctx := context.WithValue(t.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodPost, issuer+"/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.ServeHTTP(w, r)
	return w.Code
}
