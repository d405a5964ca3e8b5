package token_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/jose"
)

func TestRefresh(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *endpointtest.Server){
		"E-01, E-07 each refresh gives a new pair": func(t *testing.T, s *endpointtest.Server) {
			for _, client := range []string{"notes", "web-post", "native"} {
				first := s.SignIn(t, client)
				second := s.Refresh(t, client, first.RefreshToken)
				wantOutcome(t, second, "200")
				if second.RefreshToken == first.RefreshToken || second.AccessToken == first.AccessToken {
					t.Errorf("%s: a token stayed the same", client)
				}
				s.Clock.Forward(endpointtest.Grace)
				wantOutcome(t, s.Refresh(t, client, first.RefreshToken), "400 invalid_grant")
			}
		},
		"a lost response is forgiven: the same successor within the grace": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			second := s.Refresh(t, "notes", first.RefreshToken)
			retry := s.Refresh(t, "notes", first.RefreshToken)
			if retry.RefreshToken != second.RefreshToken {
				t.Errorf("another successor: %s", retry.Body)
			}
			wantOutcome(t, s.Refresh(t, "notes", retry.RefreshToken), "200")
		},
		"reuse revokes the family and is logged as a warning": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			second := s.Refresh(t, "notes", first.RefreshToken)
			s.Clock.Forward(endpointtest.Grace)
			wantOutcome(t, s.Refresh(t, "notes", first.RefreshToken), "400 invalid_grant")
			wantOutcome(t, s.Refresh(t, "notes", second.RefreshToken), "400 invalid_grant")
			if _, err := s.Issued.Active(t.Context(), second.AccessToken); err == nil {
				t.Error("the access token still holds")
			}
			if log := s.Log.String(); !strings.Contains(log, "level=WARN") || !strings.Contains(log, "as.refresh.reuse") {
				t.Errorf("no warning in the log: %s", log)
			}
		},
		"E-03 another client gets nothing and changes nothing": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			wantOutcome(t, s.Refresh(t, "web-post", first.RefreshToken), "400 invalid_grant")
			wantOutcome(t, s.Refresh(t, "notes", first.RefreshToken), "200")
		},
		"E-05 narrowing holds for one access token": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			narrow := s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "refresh_token", "refresh_token": first.RefreshToken, "scope": "notes:read"})
			if narrow.Scope != "notes:read" || narrow.IDToken != "" {
				t.Errorf("narrow: got %s", narrow.Body)
			}
			if full := s.Refresh(t, "notes", narrow.RefreshToken); full.Scope != first.Scope {
				t.Errorf("full again: got %q, want %q", full.Scope, first.Scope)
			}
		},
		"a wider scope is refused and changes nothing": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			for _, scope := range []string{"notes:read email", "admin", "notes:read  x", "\""} {
				wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "refresh_token", "refresh_token": first.RefreshToken, "scope": scope}), "400 invalid_scope")
			}
			wantOutcome(t, s.Refresh(t, "notes", first.RefreshToken), "200")
		},
		"the lifetime is absolute": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			for range 23 {
				s.Clock.Forward(time.Hour)
				a = s.Refresh(t, "notes", a.RefreshToken)
			}
			s.Clock.Forward(time.Hour - time.Minute)
			a = s.Refresh(t, "notes", a.RefreshToken)
			if a.ExpiresIn != 60 {
				t.Errorf("the last access token outlives the grant: %s", a.Body)
			}
			s.Clock.Forward(time.Minute)
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
		},
		"OIDC Core §11 without offline_access a refresh token that rests for too long is over": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			code := s.Authorize(t, "notes", func(c *core.AuthorizationCode) { c.Scope = append(c.Scope, "offline_access") })
			offline := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			for range 3 { // the user is at work in the client
				s.Clock.Forward(endpointtest.GrantIdle - time.Second)
				a = s.Refresh(t, "notes", a.RefreshToken)
				wantOutcome(t, a, "200")
			}
			s.Clock.Forward(endpointtest.GrantIdle)
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
			if !strings.Contains(s.Log.String(), "as.refresh.current") {
				t.Errorf("the log does not say why: %s", s.Log)
			}
			wantOutcome(t, s.Refresh(t, "notes", offline.RefreshToken), "200")
		},
		"E-11 nothing else is a refresh token": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			for _, other := range []string{a.AccessToken, a.IDToken, s.Authorize(t, "notes")} {
				wantOutcome(t, s.Refresh(t, "notes", other), "400 invalid_grant")
			}
			wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(a.RefreshToken)), "400 invalid_grant")
		},
		"E-12 malformed refresh tokens": func(t *testing.T, s *endpointtest.Server) {
			for token, want := range map[string]string{
				"": "400 invalid_request", "x": "400 invalid_grant", "\x00": "400 invalid_request", strings.Repeat("A", 64): "400 invalid_grant",
			} {
				wantOutcome(t, s.Refresh(t, "notes", token), want)
			}
		},
		"RFC 8707 §2.2 a resource narrows one access token, and none is added": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes", func(c *core.AuthorizationCode) { c.Audience = []string{"https://one.test", "https://two.test"} })
			first := s.Post(t, "/token", "notes", endpointtest.Redemption(code).With("resource", "https://one.test"))
			wantAudience(t, first, "https://one.test")
			p := endpointtest.Params{"grant_type": "refresh_token", "refresh_token": first.RefreshToken}
			wantOutcome(t, s.Post(t, "/token", "notes", p.With("resource", "https://evil.test")), "400 invalid_target")
			second := s.Post(t, "/token", "notes", p.With("resource", "https://two.test"))
			wantAudience(t, second, "https://two.test")
			third := s.Refresh(t, "notes", second.RefreshToken)
			wantAudience(t, third, "https://one.test") // RFC 9068 §3: without the parameter the first that was granted
			second = third
			wantAudience(t, s.Post(t, "/token", "notes", p.With("refresh_token", second.RefreshToken).With("resource", "https://one.test")), "https://one.test")
		},
		"a disabled user ends the grant": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			s.People.Disable(endpointtest.Alice)
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
			if !strings.Contains(s.Log.String(), "as.user.active") {
				t.Errorf("the log does not say why: %s", s.Log)
			}
			if _, err := s.Issued.Active(t.Context(), a.AccessToken); err == nil {
				t.Error("the access token still holds")
			}
		},
		"OIDC Core §12.2 the refreshed ID token keeps iss, sub, aud, auth_time and has no nonce": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			s.Clock.Forward(time.Minute)
			before, after := endpointtest.Claims(t, a.IDToken), endpointtest.Claims(t, s.Refresh(t, "notes", a.RefreshToken).IDToken)
			for _, name := range []string{"iss", "sub", "auth_time", "aud", "sid", "acr"} {
				if before[name] == nil || before[name] != after[name] {
					t.Errorf("%s: got %v, want %v", name, after[name], before[name])
				}
			}
			if before["nonce"] != "nonce" || after["nonce"] != nil || before["iat"] == after["iat"] {
				t.Errorf("got %v, then %v", before, after)
			}
		},
		"a grant with offline_access lives longer and outlives the session": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes", func(c *core.AuthorizationCode) { c.Scope = append(c.Scope, "offline_access") })
			a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			if err := s.Store.RevokeSession(t.Context(), endpointtest.Alice, "session"); err != nil {
				t.Fatal(err)
			}
			s.Clock.Forward(25 * time.Hour)
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "200")
		},
		"O-03 50 parallel refreshes give one successor": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			var mu sync.Mutex
			successors := map[string]bool{}
			race(50, func() {
				a := s.Refresh(t, "notes", first.RefreshToken)
				mu.Lock()
				defer mu.Unlock()
				wantOutcome(t, a, "200")
				successors[a.RefreshToken] = true
			})
			if len(successors) != 1 {
				t.Errorf("got %d successors, want 1", len(successors))
			}
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, endpointtest.Start(t)) })
	}
}

func wantAudience(t *testing.T, a endpointtest.Answer, want ...string) {
	t.Helper()
	wantOutcome(t, a, "200")
	var claims jose.Claims
	if err := jose.Peek(a.AccessToken, len(a.AccessToken), &claims); err != nil || !slices.Equal(claims.Audience, want) {
		t.Errorf("audience: got %v, %v, want %v", claims.Audience, err, want)
	}
}
