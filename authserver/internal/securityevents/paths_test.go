package securityevents_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/securityevent"
)

// Whatever revokes a token, the resource server gets an event. Logout and the account page have
// their own tests with a browser (demo/e2e/revocation).
func TestEveryRevocationCausesAnEvent(t *testing.T) {
	for name, tt := range map[string]struct {
		by     func(*testing.T, *endpointtest.Server, endpointtest.Answer, string)
		member string
	}{
		"H-06 the access token at /revoke": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.AccessToken})
		}, "jti"},
		"H-05 the refresh token at /revoke": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.RefreshToken})
		}, "gid"},
		"the code comes back": {func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, code string) {
			s.Post(t, "/token", "notes", endpointtest.Redemption(code))
		}, "gid"},
		"a rotated refresh token comes back": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.Refresh(t, "notes", s.Refresh(t, "notes", a.RefreshToken).RefreshToken)
			s.Clock.Forward(endpointtest.Grace + time.Second)
			s.Refresh(t, "notes", a.RefreshToken)
		}, "gid"},
		"a disabled user refreshes": {func(t *testing.T, s *endpointtest.Server, a endpointtest.Answer, _ string) {
			s.People.Disable(endpointtest.Alice)
			s.Refresh(t, "notes", a.RefreshToken)
		}, "gid"},
		"K-07 the session ends": {func(t *testing.T, s *endpointtest.Server, _ endpointtest.Answer, _ string) {
			if err := s.Store.RevokeSession(t.Context(), endpointtest.Alice, "session"); err != nil {
				t.Fatal(err)
			}
		}, "gid"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			code := s.Authorize(t, "notes")
			a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			if got := subjects(t, ask(t, s, "")); len(got) > 0 {
				t.Fatalf("before: %q", got)
			}
			tt.by(t, s, a, code)
			want, _ := endpointtest.Claims(t, a.AccessToken)[tt.member].(string)
			if got := subjects(t, ask(t, s, "")); !slices.Equal(got, []string{want}) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestContentsOfASET(t *testing.T) {
	s := endpointtest.Start(t)
	revoked := s.SignIn(t, "notes").AccessToken
	s.Post(t, "/revoke", "notes", endpointtest.Params{"token": revoked})
	a := ask(t, s, "")
	for jti, set := range a.Sets {
		got, _ := json.Marshal(endpointtest.Claims(t, set))
		now, about := s.Clock.Now().Unix(), endpointtest.Claims(t, revoked)["jti"]
		want, _ := json.Marshal(map[string]any{
			"iss": endpointtest.Issuer, "aud": []string{"notes-api"}, "jti": jti, "iat": now,
			"sub_id": map[string]any{"format": "jwt_id", "iss": endpointtest.Issuer, "jti": about},
			"events": map[string]any{securityevent.TokenRevoked: map[string]any{"event_timestamp": now, "expires_at": now + 300 + 120}},
		})
		if string(got) != string(want) || endpointtest.Header(t, set).Type != "secevent+jwt" {
			t.Errorf("RFC 8417 §2.2: got %s %s, want %s", endpointtest.Header(t, set).Type, got, want)
		}
	}
	if len(a.Sets) != 1 {
		t.Errorf("got %d SETs, want 1", len(a.Sets))
	}
	t.Run("F-17 it is refused as an access token", func(t *testing.T) {
		for _, set := range a.Sets {
			if got := s.Post(t, "/introspect", "notes-api", endpointtest.Params{"token": set}); strings.TrimSpace(got.Body) != `{"active":false}` {
				t.Errorf("got %s", got.Body)
			}
		}
	})
}
