package introspect_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/jose"
)

// ask introspects a token with this Accept header.
func ask(t *testing.T, s *endpointtest.Server, client, token, accept string) endpointtest.Answer {
	t.Helper()
	r := s.Request(t, "/introspect", url.Values{"token": {token}}.Encode())
	r.SetBasicAuth(client, endpointtest.Secret(client))
	r.Header.Set("Accept", accept)
	return s.Do(t, r)
}

const signedType = "application/token-introspection+jwt"

// RFC 9701: the signed response has the same members, and the client as audience.
func TestSigned(t *testing.T) {
	s := endpointtest.Start(t)
	token := s.SignIn(t, "notes").AccessToken
	read := func(t *testing.T, a endpointtest.Answer) (said map[string]any) {
		t.Helper()
		if a.Status != http.StatusOK || a.Header.Get("Content-Type") != signedType || a.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("got %d %v", a.Status, a.Header)
		}
		kind := jose.Kind{MaxBytes: 8 << 10, Types: []string{"token-introspection+jwt"}, Algorithms: []string{"ES256", "RS256"}, Keys: endpointtest.Keys{}, Timeless: true}
		var claims map[string]any
		if err := errors.Join(kind.Verify(t.Context(), a.Body, &jose.Claims{}), jose.Peek(a.Body, kind.MaxBytes, &claims)); err != nil {
			t.Fatal(err)
		}
		if len(claims) != 4 || claims["iss"] != endpointtest.Issuer || claims["aud"] != "notes-api" || claims["iat"] != float64(s.Clock.Now().Unix()) {
			t.Errorf("claims: got %v", claims)
		}
		said, _ = claims["token_introspection"].(map[string]any)
		return said
	}
	t.Run("RFC 9701 §5 an active token", func(t *testing.T) {
		var plain map[string]any
		_ = json.Unmarshal([]byte(introspect(t, s, "notes-api", token).Body), &plain)
		said := read(t, ask(t, s, "notes-api", token, signedType))
		if said["active"] != true || said["sub"] != endpointtest.Alice || len(said) != len(plain) {
			t.Errorf("got %v, want %v", said, plain)
		}
	})
	t.Run("H-03 RFC 9701 §5 an inactive token has no other member", func(t *testing.T) {
		if said := read(t, ask(t, s, "notes-api", "garbage", signedType)); len(said) != 1 || said["active"] != false {
			t.Errorf("got %v", said)
		}
	})
	t.Run("RFC 9701 §4 the Accept header selects it", func(t *testing.T) {
		for accept, want := range map[string]string{
			"": "application/json", "*/*": "application/json", "application/json": "application/json", "application/jwt": "application/json",
			signedType + ";q=0": "application/json", "Application/Token-Introspection+JWT": signedType,
			"application/json, " + signedType + ";q=0.9": signedType, ";;;": "application/json",
		} {
			if got := ask(t, s, "notes-api", token, accept).Header.Get("Content-Type"); got != want {
				t.Errorf("%q: got %s, want %s", accept, got, want)
			}
		}
	})
	t.Run("RFC 9701 §8 it is refused as an access token", func(t *testing.T) {
		signed := ask(t, s, "notes-api", token, signedType).Body
		wantInactive(t, introspect(t, s, "notes-api", signed))
	})
	t.Run("H-01 nobody gets one without credentials", func(t *testing.T) {
		r := s.Request(t, "/introspect", "token="+token)
		r.Header.Set("Accept", signedType)
		wantRefused(t, s.Do(t, r))
	})
}

// ADV-35: whatever revoked a token, introspection returns inactive at once. Logout and the account
// page have their own tests with a browser (authserver/account_test.go).
func TestEveryPathToInactive(t *testing.T) {
	for name, revoke := range map[string]func(*testing.T, *endpointtest.Server, endpointtest.Answer, string){
		"H-05 ADV-35 the refresh token at /revoke": func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.RefreshToken})
		},
		"H-06 ADV-35 the access token at /revoke": func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.AccessToken})
		},
		"ADV-35 the code comes back": func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, code string) {
			s.Post(t, "/token", "notes", endpointtest.Redemption(code))
		},
		"ADV-35 a rotated refresh token comes back": func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Refresh(t, "notes", s.Refresh(t, "notes", a.RefreshToken).RefreshToken)
			s.Clock.Forward(endpointtest.Grace + time.Second)
			s.Refresh(t, "notes", a.RefreshToken)
		},
		"K-07 ADV-35 the session ends": func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, _ string) {
			if err := s.Store.RevokeSession(t.Context(), endpointtest.Alice, "session"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			code := s.Authorize(t, "notes")
			a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			if got := introspect(t, s, "notes-api", a.AccessToken); a.Status != http.StatusOK || got.Body == inactive {
				t.Fatalf("before: %s", got.Body)
			}
			revoke(t, s, a, code)
			wantInactive(t, introspect(t, s, "notes-api", a.AccessToken))
			if got := s.Refresh(t, "notes", a.RefreshToken).Outcome(); name != "H-06 ADV-35 the access token at /revoke" && got != "400 invalid_grant" {
				t.Errorf("the refresh token: got %s", got)
			}
		})
	}
}
