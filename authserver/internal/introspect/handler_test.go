package introspect_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

const inactive = `{"active":false}`

func introspect(t *testing.T, s *endpointtest.Server, client, token string) endpointtest.Answer {
	t.Helper()
	return s.Post(t, "/introspect", client, endpointtest.Params{"token": token})
}

func wantInactive(t *testing.T, a endpointtest.Answer) {
	t.Helper()
	if a.Status != http.StatusOK || strings.TrimSpace(a.Body) != inactive || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d %s, want 200 %s, no-store", a.Status, a.Body, inactive)
	}
}

func TestActive(t *testing.T) {
	s := endpointtest.Start(t)
	issued := s.SignIn(t, "notes")
	claims := endpointtest.Claims(t, issued.AccessToken)
	now := s.Clock.Now().Unix()
	for name, tt := range map[string]struct {
		client, token string
		want          oauth.Introspection
	}{
		"H-02 the resource asks about an access token": {"notes-api", issued.AccessToken, oauth.Introspection{
			Active: true, Scope: issued.Scope, ClientID: "notes", TokenType: "Bearer", Expiry: now + 300, IssuedAt: now,
			Subject: endpointtest.Alice, Audience: []string{endpointtest.Resource}, Issuer: endpointtest.Issuer, JWTID: claims["jti"].(string),
			ACR: "1", AuthTime: now, // RFC 9470 §6.2
		}},
		"the client asks about its refresh token": {"notes", issued.RefreshToken, oauth.Introspection{
			Active: true, Scope: issued.Scope, ClientID: "notes", Expiry: now + 24*3600, IssuedAt: now,
			Subject: endpointtest.Alice, Issuer: endpointtest.Issuer,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := introspect(t, s, tt.client, tt.token)
			var got oauth.Introspection
			if err := json.Unmarshal([]byte(a.Body), &got); err != nil || a.Status != http.StatusOK {
				t.Fatalf("got %d %s", a.Status, a.Body)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if a.Header.Get("Cache-Control") != "no-store" || a.Header.Get("Content-Type") != "application/json" {
				t.Errorf("headers: got %v", a.Header)
			}
		})
	}
	t.Run("the client asks about its access token, whatever the hint", func(t *testing.T) {
		for _, hint := range []string{"access_token", "refresh_token", "bogus"} {
			a := s.Post(t, "/introspect", "notes", endpointtest.Params{"token": issued.AccessToken, "token_type_hint": hint})
			if !strings.Contains(a.Body, `"active":true`) {
				t.Errorf("%s: got %s", hint, a.Body)
			}
		}
	})
}

// RFC 7662 §2.2: the claims of a token do not replace members of the response, whoever issued the token.
func TestClaimsDoNotReplaceMembers(t *testing.T) {
	s := endpointtest.Start(t)
	now := s.Clock.Now().Unix()
	raw, err := jose.Mint(t.Context(), endpointtest.Keys{}.AccessTokenKey(), "at+jwt", map[string]any{
		"iss": endpointtest.Issuer, "sub": endpointtest.Alice, "aud": endpointtest.Resource, "client_id": "notes", "jti": "x", "auth_time": now,
		"iat": now, "exp": now + 60, "active": false, "token_type": "N_A", "username": "admin", "groups": []string{"staff"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	a := introspect(t, s, "notes-api", raw)
	if err := json.Unmarshal([]byte(a.Body), &got); err != nil {
		t.Fatal(err)
	}
	if got["active"] != true || got["token_type"] != "Bearer" || got["username"] != nil || got["groups"] == nil {
		t.Errorf("got %d %s", a.Status, a.Body)
	}
}

// H-03: the response for an inactive token has no other member.
func TestInactive(t *testing.T) {
	for name, token := range map[string]func(*testing.T, *endpointtest.Server) string{
		"H-03 an expired access token": func(t *testing.T, s *endpointtest.Server) string {
			a := s.SignIn(t, "notes")
			s.Clock.Forward(5 * time.Minute)
			return a.AccessToken
		},
		"H-03 an expired refresh token": func(t *testing.T, s *endpointtest.Server) string {
			a := s.SignIn(t, "notes")
			s.Clock.Forward(24 * time.Hour)
			return a.RefreshToken
		},
		"a rotated refresh token": func(t *testing.T, s *endpointtest.Server) string {
			a := s.SignIn(t, "notes")
			s.Refresh(t, "notes", a.RefreshToken)
			return a.RefreshToken
		},
		"a tampered access token": func(t *testing.T, s *endpointtest.Server) string {
			a := s.SignIn(t, "notes").AccessToken
			return a[:len(a)-4] + "AAAA"
		},
		"H-03 a foreign issuer": func(t *testing.T, _ *endpointtest.Server) string {
			key := jose.SigningKey{ID: "ec", Algorithm: "ES256", Signer: endpointtest.Keys{}.AccessTokenKey().Signer}
			raw, err := jose.Mint(t.Context(), key, "at+jwt", map[string]any{
				"iss": "https://evil.test", "sub": "x", "aud": endpointtest.Resource, "client_id": "notes", "jti": "x",
				"iat": 1, "exp": 4102444800,
			})
			if err != nil {
				t.Fatal(err)
			}
			return raw
		},
		"an ID token": func(t *testing.T, s *endpointtest.Server) string { return s.SignIn(t, "notes").IDToken },
		"an access token whose grant was revoked": func(t *testing.T, s *endpointtest.Server) string {
			a := s.SignIn(t, "notes")
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.RefreshToken})
			return a.AccessToken
		},
		"a code":           func(t *testing.T, s *endpointtest.Server) string { return s.Authorize(t, "notes") },
		"H-03 garbage":     func(*testing.T, *endpointtest.Server) string { return "garbage" },
		"dots":             func(*testing.T, *endpointtest.Server) string { return "..." },
		"15 KB":            func(*testing.T, *endpointtest.Server) string { return strings.Repeat("a.b", 5<<10) },
		"none as alg":      func(*testing.T, *endpointtest.Server) string { return "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30." },
		"another client's": func(t *testing.T, s *endpointtest.Server) string { return s.SignIn(t, "web-post").AccessToken },
		"another client's refresh token": func(t *testing.T, s *endpointtest.Server) string {
			return s.SignIn(t, "web-post").RefreshToken
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			wantInactive(t, introspect(t, s, "notes", token(t, s)))
		})
	}
	t.Run("a refresh token, for the resource", func(t *testing.T) {
		s := endpointtest.Start(t)
		wantInactive(t, introspect(t, s, "notes-api", s.SignIn(t, "notes").RefreshToken))
	})
}

func TestWhoMayAsk(t *testing.T) {
	s := endpointtest.Start(t)
	token := s.SignIn(t, "native").AccessToken
	t.Run("H-01 nobody without credentials", func(t *testing.T) {
		for _, body := range []string{"token=" + token, "client_id=notes&token=" + token} {
			wantRefused(t, s.Do(t, s.Request(t, "/introspect", body)))
		}
	})
	t.Run("H-01 no public client, not even about its own token", func(t *testing.T) {
		wantRefused(t, introspect(t, s, "native", token))
	})
	t.Run("H-01 no token in the URL", func(t *testing.T) {
		r := s.Request(t, "/introspect?token="+token, "")
		r.SetBasicAuth("notes-api", endpointtest.Secret("notes-api"))
		if a := s.Do(t, r); a.Outcome() != "400 invalid_request" {
			t.Errorf("got %q", a.Outcome())
		}
		r = s.Request(t, "/introspect?token="+token, "")
		r.Method = http.MethodGet
		if a := s.Do(t, r); a.Status != http.StatusMethodNotAllowed {
			t.Errorf("got %d", a.Status)
		}
	})
	t.Run("no token", func(t *testing.T) {
		if a := introspect(t, s, "notes-api", ""); a.Outcome() != "400 invalid_request" {
			t.Errorf("got %q", a.Outcome())
		}
	})
}

func wantRefused(t *testing.T, a endpointtest.Answer) {
	t.Helper()
	if a.Outcome() != "401 invalid_client" || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("got %q, WWW-Authenticate %q", a.Outcome(), a.Header.Get("WWW-Authenticate"))
	}
}
