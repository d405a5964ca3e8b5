package conformance_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

func TestAuthorizationServerAway(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)
	b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`)
	token := tokens(t, s).text(t, "access_token")
	if got := notes(t, s, token); got.Status != http.StatusOK {
		t.Fatalf("got %d %s", got.Status, got.Body)
	}
	s.Gate.Down()

	t.Run("O-15 a new token is accepted with cached keys", func(t *testing.T) {
		if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK {
			t.Errorf("got %d %s", got.Status, got.Body)
		}
		for range 3 {
			if got := notes(t, s, token); got.Status != http.StatusOK {
				t.Errorf("got %d %s", got.Status, got.Body)
			}
		}
	})
	t.Run("O-15 an unknown kid is refused, fast", func(t *testing.T) {
		got := notes(t, s, forged(t, s))
		if got.Status != http.StatusUnauthorized || got.Took > waittest.Patience || !strings.Contains(got.Header.Get("WWW-Authenticate"), "invalid_token") {
			t.Errorf("got %d after %s: %s", got.Status, got.Took, got.Header.Get("WWW-Authenticate"))
		}
	})
	t.Run("O-16 calls with a token that has not expired keep working", func(t *testing.T) {
		if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK || !strings.Contains(got.Body, "milk") {
			t.Errorf("got %d %s", got.Status, got.Body)
		}
	})
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
	t.Run("O-16 a refresh that fails keeps the session", func(t *testing.T) {
		for range 3 {
			got := b.Fetch(http.MethodGet, "/api/notes", "")
			if (got.Status != http.StatusServiceUnavailable && got.Status != http.StatusBadGateway) || len(got.Cookies()) > 0 {
				t.Errorf("got %d, cookies %v: %s", got.Status, got.Cookies(), got.Body)
			}
		}
		if h := b.Open(s.Client + "/"); h.Status() >= 500 && h.Status() != 503 && h.Status() != 502 {
			t.Errorf("page: got %d", h.Status())
		}
	})
	t.Run("O-16 sign-in shows an error without internal details", func(t *testing.T) {
		// With cached metadata the client cannot know that the server is down, so it redirects the
		// browser.
		h := browser.New(t).StopAt(s.Issuer).Open(s.Client + "/login").Last()
		if h.Status >= 500 && h.Status != http.StatusServiceUnavailable && h.Status != http.StatusBadGateway {
			t.Errorf("got %d", h.Status)
		}
		if strings.Contains(h.Body, "connection refused") || strings.Contains(h.Body, "127.0.0.1") {
			t.Error("the page contains internal details")
		}
	})
	t.Run("O-16 the callback shows an error without internal details", func(t *testing.T) {
		s.Gate.Up()
		other := browser.New(t)
		at := callback(t, s, other).String()
		s.Gate.Down()
		h := other.Fetch(http.MethodGet, at, "", browser.With("Accept", "text/html"))
		if (h.Status != http.StatusServiceUnavailable && h.Status != http.StatusBadGateway) || strings.Contains(h.Body, "connection refused") || strings.Contains(h.Body, "127.0.0.1") {
			t.Errorf("got %d", h.Status)
		}
	})
	s.Gate.Up()
	t.Run("O-16 the session is there when the authorization server is back", func(t *testing.T) {
		waittest.Until(t, "notes", func() bool {
			return b.Open(s.Client+"/").Fetch(http.MethodGet, "/api/notes", "").Status == http.StatusOK
		})
	})
}

func TestColdStart(t *testing.T) {
	t.Parallel()
	s := rig.Start(t, rig.WithoutAuthorizationServer)
	token := basic(t, s.Behind+"/token", "service", map[string][]string{"grant_type": {"client_credentials"}}).text(t, "access_token")

	t.Run("O-15 the resource server without keys", func(t *testing.T) {
		if a := call(t, plain(t), request(t, http.MethodGet, s.API+"/livez", "")); a.Status != http.StatusOK {
			t.Errorf("livez: got %d", a.Status)
		}
		if a := call(t, plain(t), request(t, http.MethodGet, s.API+"/readyz", "")); a.Status != http.StatusServiceUnavailable {
			t.Errorf("readyz: got %d", a.Status)
		}
		unavailable(t, "notes", notes(t, s, token))
	})
	t.Run("O-16 sign-in without metadata", func(t *testing.T) {
		a := call(t, plain(t), request(t, http.MethodGet, s.Client+"/login", "", "Accept", "text/html"))
		if (a.Status != http.StatusServiceUnavailable && a.Status != http.StatusBadGateway) || a.Took > waittest.Patience || strings.Contains(a.Body, "connection refused") {
			t.Errorf("got %d after %s", a.Status, a.Took)
		}
		if a := call(t, plain(t), request(t, http.MethodGet, s.Client+"/readyz", "")); a.Status != http.StatusServiceUnavailable {
			t.Errorf("readyz: got %d", a.Status)
		}
	})
	s.Gate.Up()
	t.Run("O-15 O-16 both recover without a restart", func(t *testing.T) {
		waittest.Until(t, "whoami", func() bool { return whoami(t, s, token).Status == http.StatusOK })
		waittest.Until(t, "login", func() bool {
			return call(t, plain(t), request(t, http.MethodGet, s.Client+"/login", "")).Status == http.StatusFound
		})
	})
}

func notes(t *testing.T, s *rig.Stack, token string) answer {
	t.Helper()
	return call(t, plain(t), request(t, http.MethodGet, s.API+"/notes", "", "Authorization", "Bearer "+token))
}

// whoami requests an address that accepts tokens without a user.
func whoami(t *testing.T, s *rig.Stack, token string) answer {
	t.Helper()
	return call(t, plain(t), request(t, http.MethodGet, s.API+"/whoami", "", "Authorization", "Bearer "+token))
}

// forged returns a valid access token except that its key is unknown to the issuer.
func forged(t *testing.T, s *rig.Stack) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := s.Clock.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{
		"iss": s.Issuer, "aud": s.API, "sub": "248289761001", "client_id": "native", "scope": "notes:read",
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "jti": "x",
	})
	token.Header["typ"], token.Header["kid"] = "at+jwt", "unknown"
	signed, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
