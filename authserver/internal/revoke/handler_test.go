package revoke_test

import (
	"strings"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
)

func revoke(t *testing.T, s *endpointtest.Server, client, token string) endpointtest.Answer {
	t.Helper()
	return s.Post(t, "/revoke", client, endpointtest.Params{"token": token})
}

func TestRevoke(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *endpointtest.Server){
		"H-05 a refresh token revokes the whole grant": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			wantOutcome(t, revoke(t, s, "notes", a.RefreshToken), "200")
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
			wantActive(t, s, a.AccessToken, false)
		},
		"a rotated refresh token revokes the grant too": func(t *testing.T, s *endpointtest.Server) {
			first := s.SignIn(t, "notes")
			second := s.Refresh(t, "notes", first.RefreshToken)
			wantOutcome(t, revoke(t, s, "notes", first.RefreshToken), "200")
			wantOutcome(t, s.Refresh(t, "notes", second.RefreshToken), "400 invalid_grant")
		},
		"H-06 an access token is revoked alone": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			wantOutcome(t, revoke(t, s, "notes", a.AccessToken), "200")
			wantActive(t, s, a.AccessToken, false)
			b := s.Refresh(t, "notes", a.RefreshToken)
			wantOutcome(t, b, "200")
			wantActive(t, s, b.AccessToken, true)
		},
		"H-07 an unknown token is 200 and empty": func(t *testing.T, s *endpointtest.Server) {
			for _, token := range []string{"garbage", "a.b.c", strings.Repeat("A", 64), strings.Repeat("a", 15<<10)} {
				a := revoke(t, s, "notes", token)
				if a.Outcome() != "200" || a.Body != "" || a.Header.Get("Cache-Control") != "no-store" {
					t.Errorf("got %q %s %v", a.Outcome(), a.Body, a.Header)
				}
			}
		},
		"H-07 no token": func(t *testing.T, s *endpointtest.Server) {
			a := revoke(t, s, "notes", "")
			if a.Outcome() != "400 invalid_request" || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("got %q %v", a.Outcome(), a.Header)
			}
		},
		"RFC 7009 §2.1 another client's token is refused and stays": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			for _, token := range []string{a.AccessToken, a.RefreshToken} {
				wantOutcome(t, revoke(t, s, "web-post", token), "400 invalid_grant")
			}
			wantActive(t, s, a.AccessToken, true)
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "200")
		},
		"H-09 without the secret nothing happens": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			wantOutcome(t, s.Do(t, s.Request(t, "/revoke", "client_id=notes&token="+a.RefreshToken)), "401 invalid_client")
			r := s.Request(t, "/revoke", "token="+a.RefreshToken)
			r.SetBasicAuth("notes", "wrong")
			wantOutcome(t, s.Do(t, r), "401 invalid_client")
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "200")
		},
		"H-09 a public client revokes its own": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "native")
			wantOutcome(t, revoke(t, s, "native", a.RefreshToken), "200")
			wantOutcome(t, s.Refresh(t, "native", a.RefreshToken), "400 invalid_grant")
		},
		"a wrong hint changes nothing": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			wantOutcome(t, s.Post(t, "/revoke", "notes", endpointtest.Params{"token": a.RefreshToken, "token_type_hint": "access_token"}), "200")
			wantOutcome(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, endpointtest.Start(t)) })
	}
}

func wantActive(t *testing.T, s *endpointtest.Server, accessToken string, want bool) {
	t.Helper()
	if _, err := s.Issued.Active(t.Context(), accessToken); (err == nil) != want {
		t.Errorf("active: got %v, want %v", err, want)
	}
}

func wantOutcome(t *testing.T, a endpointtest.Answer, want string) {
	t.Helper()
	if a.Outcome() != want {
		t.Errorf("got %q, want %q: %s", a.Outcome(), want, a.Body)
	}
}
