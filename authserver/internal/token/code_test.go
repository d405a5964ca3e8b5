package token_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// A good redemption with one thing wrong.
func TestCodeRefused(t *testing.T) {
	unbound := func(c *core.AuthorizationCode) { c.CodeChallenge = "" }
	for name, tt := range map[string]struct {
		param, value string
		issued       func(*core.AuthorizationCode)
		want         string
	}{
		"D-04 another registered redirect_uri":               {param: "redirect_uri", value: endpointtest.OtherCallback, want: "400 invalid_grant"},
		"D-04 a foreign redirect_uri":                        {param: "redirect_uri", value: "https://evil.test/", want: "400 invalid_grant"},
		"D-05 redirect_uri may be left out with PKCE":        {param: "redirect_uri", want: "200"},
		"D-05 redirect_uri may not be left out without PKCE": {param: "redirect_uri", issued: unbound, want: "400 invalid_grant"},
		"D-12 no verifier":                                   {param: "code_verifier", want: "400 invalid_grant"},
		"D-12 a wrong verifier":                              {param: "code_verifier", value: strings.Repeat("x", 43), want: "400 invalid_grant"},
		"D-12 verifier equal to the challenge is refused":    {param: "code_verifier", value: oauth.ChallengeOf(endpointtest.Verifier), want: "400 invalid_grant"},
		"D-12 a verifier that is too short":                  {param: "code_verifier", value: "short", want: "400 invalid_grant"},
		"a verifier for a code without challenge":            {param: "code_verifier", value: endpointtest.Verifier, issued: unbound, want: "400 invalid_grant"},
		"no code":                                               {param: "code", want: "400 invalid_request"},
		"an unknown code":                                       {param: "code", value: oauth.NewSecret(), want: "400 invalid_grant"},
		"E-11 an access token as code":                          {param: "code", value: "a.b.c", want: "400 invalid_grant"},
		"a user who was deleted":                                {param: "state", value: "ignored", issued: func(c *core.AuthorizationCode) { c.Subject = "nobody" }, want: "400 invalid_grant"},
		"RFC 8707 §2.2 a resource of the grant":                 {param: "resource", value: endpointtest.Resource, want: "200"},
		"RFC 8707 §2.2 a resource outside the grant":            {param: "resource", value: "https://evil.test", want: "400 invalid_target"},
		"A-13 an unknown parameter is ignored":                  {param: "x_ext", value: "1", want: "200"},
		"without PKCE, nothing but the redirect_uri, it is 200": {param: "code_verifier", issued: unbound, want: "200"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			for _, client := range []string{"notes", "web-post", "native"} {
				code := s.Authorize(t, client, func(c *core.AuthorizationCode) {
					if tt.issued != nil {
						tt.issued(c)
					}
				})
				p := endpointtest.Redemption(code).With(tt.param, tt.value)
				if got := s.Post(t, "/token", client, p).Outcome(); got != tt.want {
					t.Errorf("%s: got %q, want %q", client, got, tt.want)
				}
			}
		})
	}
}

func TestCode(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *endpointtest.Server){
		"C-01 the answer of RFC 6749 §5.1": func(t *testing.T, s *endpointtest.Server) {
			a := s.SignIn(t, "notes")
			for member, ok := range map[string]bool{
				"content type":  a.Header.Get("Content-Type") == "application/json",
				"no-store":      a.Header.Get("Cache-Control") == "no-store",
				"token_type":    a.TokenType == "Bearer",
				"expires_in":    a.ExpiresIn == 300 && strings.Contains(a.Body, `"expires_in":300`),
				"scope":         a.Scope == "openid notes:read notes:write",
				"refresh_token": a.RefreshToken != "",
				"id_token":      a.IDToken != "",
			} {
				if !ok {
					t.Errorf("%s is wrong in %v %s", member, a.Header, a.Body)
				}
			}
		},
		"D-01 a replayed code revokes the family and is logged as a warning": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes")
			first := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
			wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "400 invalid_grant")
			wantOutcome(t, s.Refresh(t, "notes", first.RefreshToken), "400 invalid_grant")
			if _, err := s.Issued.Active(t.Context(), first.AccessToken); err == nil {
				t.Error("the access token still holds")
			}
			if !strings.Contains(s.Log.String(), "level=WARN") || !strings.Contains(s.Log.String(), "as.code.unused") {
				t.Errorf("no warning in the log: %s", s.Log)
			}
		},
		"D-03 another client does not burn the code": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes")
			wantOutcome(t, s.Post(t, "/token", "web-post", endpointtest.Redemption(code)), "400 invalid_grant")
			wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "200")
		},
		"D-06 a code ends with its lifetime": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes")
			s.Clock.Forward(time.Minute + time.Second)
			wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "400 invalid_grant")
		},
		"a code ends with its session, also when the session ends by its age": func(t *testing.T, s *endpointtest.Server) {
			for left, want := range map[time.Duration]string{30 * time.Second: "400 invalid_grant", 31 * time.Second: "200"} {
				code := s.Authorize(t, "notes", func(c *core.AuthorizationCode) { c.SessionEnds = s.Clock.Now().Add(left) })
				s.Clock.Forward(30 * time.Second)
				a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
				wantOutcome(t, a, want)
				if a.Status == http.StatusOK && a.ExpiresIn != 1 {
					t.Errorf("expires_in: got %d", a.ExpiresIn)
				}
			}
		},
		"D-14 nine wrong verifiers leave the code to its client, the tenth ends it": func(t *testing.T, s *endpointtest.Server) {
			for misses, want := range map[int]string{9: "200", 10: "400 invalid_grant"} {
				code := s.Authorize(t, "notes")
				for range misses {
					wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code).With("code_verifier", strings.Repeat("x", 43))), "400 invalid_grant")
				}
				wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), want)
			}
		},
		"a refused request leaves the code to its client": func(t *testing.T, s *endpointtest.Server) {
			for param, value := range map[string]string{
				"code_verifier": "", "redirect_uri": "https://evil.test/", "resource": "https://evil.test", "client_id": "web-post",
			} {
				code := s.Authorize(t, "notes")
				client := "notes"
				if param == "client_id" {
					client = value
				}
				if a := s.Post(t, "/token", client, endpointtest.Redemption(code).With(param, value)); a.Status != http.StatusBadRequest {
					t.Errorf("%s: got %q", param, a.Outcome())
				}
				wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "200")
			}
		},
		"C-11, C-15 what is refused before the grant leaves the code alone": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes")
			body := "grant_type=authorization_code&code=" + code + "&code_verifier=" + endpointtest.Verifier
			wantOutcome(t, s.Do(t, s.Request(t, "/token", body+"&client_id=notes")), "401 invalid_client")
			wantOutcome(t, s.Do(t, s.Request(t, "/token", body+"&client_id=notes&client_secret=")), "401 invalid_client")
			wantOutcome(t, s.Do(t, s.Request(t, "/token", body+"&code="+code+"&client_id=notes")), "400 invalid_request")
			wantOutcome(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "200")
		},
		"E-09 no refresh token for a client that is not registered for it": func(t *testing.T, s *endpointtest.Server) {
			if a := s.SignIn(t, "code-only"); a.RefreshToken != "" {
				t.Errorf("got %s", a.Body)
			}
		},
		"J-04 no ID token without openid": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes", func(c *core.AuthorizationCode) { c.Scope = oauth.Scope{"notes:read"} })
			if a := s.Post(t, "/token", "notes", endpointtest.Redemption(code)); a.Status != http.StatusOK || a.IDToken != "" {
				t.Errorf("got %s", a.Body)
			}
		},
		"O-01 of 50 parallel redemptions one wins, the rest is invalid_grant": func(t *testing.T, s *endpointtest.Server) {
			code := s.Authorize(t, "notes")
			var won, lost atomic.Int64
			race(50, func() {
				switch a := s.Post(t, "/token", "notes", endpointtest.Redemption(code)); a.Outcome() {
				case "200":
					won.Add(1)
				case "400 invalid_grant":
					lost.Add(1)
				}
			})
			if won.Load() != 1 || lost.Load() != 49 {
				t.Errorf("got %d and %d, want 1 and 49", won.Load(), lost.Load())
			}
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, endpointtest.Start(t)) })
	}
}

func wantOutcome(t *testing.T, a endpointtest.Answer, want string) {
	t.Helper()
	if a.Outcome() != want {
		t.Errorf("got %q, want %q: %s", a.Outcome(), want, a.Body)
	}
}

// race starts n calls at one moment and waits for all.
func race(n int, call func()) {
	start, done := make(chan struct{}), sync.WaitGroup{}
	for range n {
		done.Go(func() {
			<-start
			call()
		})
	}
	close(start)
	done.Wait()
}

// The server that issued a code has its record in memory, and another server redeemed the code. A
// replay is refused as a replay and revokes, also if another check would refuse the request.
func TestReplayOfACodeThatAnotherServerRedeemed(t *testing.T) {
	for name, refused := range map[string]struct {
		resource string
		before   func(*endpointtest.Server)
	}{
		"nothing else is wrong":            {"", func(*endpointtest.Server) {}},
		"with a resource outside of it":    {"https://evil.test", func(*endpointtest.Server) {}},
		"of a user who is disabled by now": {"", func(s *endpointtest.Server) { s.People.Disable(endpointtest.Alice) }},
	} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.New(t)
			issuer, other := endpointtest.StartOn(t, rdb), endpointtest.StartOn(t, rdb)
			code := issuer.Authorize(t, "notes")
			first := other.Post(t, "/token", "notes", endpointtest.Redemption(code))
			refused.before(issuer)
			wantOutcome(t, issuer.Post(t, "/token", "notes", endpointtest.Redemption(code).With("resource", refused.resource)), "400 invalid_grant")
			if _, err := other.Issued.Active(t.Context(), first.AccessToken); err == nil {
				t.Error("the access token is still valid")
			}
		})
	}
}
