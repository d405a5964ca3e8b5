package logout_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
)

// signedIn returns a browser with a session, and the tokens that the client got in it.
func signedIn(t *testing.T, s *browsertest.Server, scope string) (*browsertest.Browser, endpointtest.Answer) {
	t.Helper()
	b := s.Browser(t).Authorize(browsertest.Request("notes", "scope", scope)).Login("alice", "wonderland")
	if b.Code() == "" {
		b.Decide("allow")
	}
	a := s.Post(t, "/token", "notes", endpointtest.Redemption(b.Code()))
	if a.IDToken == "" || a.RefreshToken == "" {
		t.Fatalf("tokens: %s", a.Body)
	}
	return b, a
}

func path(params ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	return "/logout?" + q.Encode()
}

// alive tells whether the browser is still signed in.
func alive(b *browsertest.Browser) bool {
	return b.Clone().Authorize(browsertest.Request("notes", "prompt", "none", "scope", "openid")).Outcome() == "code"
}

func confirm(b *browsertest.Browser, decision string) *browsertest.Browser {
	form := b.Form("button[value=sign-out]")
	form.Set("decision", decision)
	return b.Post("/logout/confirm", form)
}

func TestWithProof(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		method string
		later  time.Duration
	}{
		"K-01 CR-02 GET":                   {http.MethodGet, 0},
		"K-01 CR-02 POST":                  {http.MethodPost, 0},
		"K-05 an expired but genuine hint": {http.MethodGet, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			b, tokens := signedIn(t, s, "openid notes:read")
			s.Clock.Forward(tt.later)
			form := url.Values{"id_token_hint": {tokens.IDToken}, "post_logout_redirect_uri": {browsertest.AfterLogout}, "state": {"s & é"}}
			if tt.method == http.MethodGet {
				b.Get("/logout?" + form.Encode())
			} else {
				b.Post("/logout", form)
			}
			if b.Left == nil || b.Left.Query().Get("state") != "s & é" || !strings.HasPrefix(b.Left.String(), browsertest.AfterLogout+"?state=") {
				t.Fatalf("left for %v: %d %s", b.Left, b.Status, b.Body)
			}
			if b.Cookies[browser.SessionCookie] != "" || alive(b) {
				t.Error("the session is still active")
			}
		})
	}
	t.Run("K-01 CR-07 without post_logout_redirect_uri there is a page", func(t *testing.T) {
		b, tokens := signedIn(t, s, "openid notes:read")
		if b.Get(path("id_token_hint", tokens.IDToken)); b.Status != http.StatusOK || !strings.Contains(b.Body, "You are signed out") || alive(b) {
			t.Errorf("got %d", b.Status)
		}
	})
	t.Run("K-01 CR-08 without state", func(t *testing.T) {
		b, tokens := signedIn(t, s, "openid notes:read")
		if b.Get(path("id_token_hint", tokens.IDToken, "post_logout_redirect_uri", browsertest.AfterLogout)); b.Left == nil || b.Left.String() != browsertest.AfterLogout || alive(b) {
			t.Errorf("left for %v", b.Left)
		}
	})
	t.Run("a POST from another site, with which the browser sends no cookies", func(t *testing.T) {
		b, tokens := signedIn(t, s, "openid notes:read")
		bare := s.Browser(t)
		bare.Header["Sec-Fetch-Site"] = "cross-site"
		bare.Do(http.MethodPost, "/logout", url.Values{"id_token_hint": {tokens.IDToken}, "post_logout_redirect_uri": {browsertest.AfterLogout}})
		to := bare.Response.Get("Location")
		if !strings.HasPrefix(to, browsertest.Issuer+"/logout/confirm?logout=") || len(bare.Cookies) != 0 {
			t.Fatalf("got %d to %s", bare.Status, to)
		}
		if b.Get(strings.TrimPrefix(to, browsertest.Issuer)); b.Left == nil || alive(b) {
			t.Errorf("got %d, left for %v", b.Status, b.Left)
		}
	})
}

func TestRevocation(t *testing.T) {
	s := browsertest.Start(t)
	for scope, want := range map[string]string{"openid notes:read": "400 invalid_grant", "openid offline_access": "200"} {
		t.Run("K-07 refresh tokens for "+scope, func(t *testing.T) {
			b, tokens := signedIn(t, s, scope)
			b.Get(path("id_token_hint", tokens.IDToken))
			if got := s.Refresh(t, "notes", tokens.RefreshToken).Outcome(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestWithoutProof(t *testing.T) {
	s := browsertest.Start(t)
	_, foreign := func() (*browsertest.Browser, endpointtest.Answer) { return signedIn(t, s, "openid notes:read") }()
	for name, params := range map[string][]string{
		"K-04 CR-06 nothing":                   nil,
		"K-04 CR-09 state only":                {"state", "s"},
		"K-04 CR-05 client_id and where to go": {"client_id", "notes", "post_logout_redirect_uri", browsertest.AfterLogout, "state", "s"},
		"K-04 logout_hint proves nothing":      {"client_id", "notes", "logout_hint", "sid"},
		"K-04 unknown parameters":              {"foo", "bar", "ui_locales", "de"},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := signedIn(t, s, "openid notes:read")
			if b.Get(path(params...)); b.Status != http.StatusOK || b.Left != nil || !strings.Contains(b.Body, "Alice Liddell") || !alive(b) {
				t.Fatalf("got %d, left for %v, alive %t", b.Status, b.Left, alive(b))
			}
			if !b.Page().Find("button[value=sign-out]").Is("[autofocus]") {
				t.Error("the button is not focused")
			}
			confirm(b, "sign-out")
			if alive(b) {
				t.Error("the session is still active after the confirmation")
			}
			if wantsBack := len(params) > 4; wantsBack != (b.Left != nil) || wantsBack && b.Left.String() != browsertest.AfterLogout+"?state=s" {
				t.Errorf("left for %v", b.Left)
			}
		})
	}
	t.Run("id_token_hint of another session of the same user needs confirmation", func(t *testing.T) {
		b, _ := signedIn(t, s, "openid notes:read")
		wantQuestion(t, b.Get(path("id_token_hint", foreign.IDToken, "post_logout_redirect_uri", browsertest.AfterLogout)))
	})
	t.Run("id_token_hint of another user needs confirmation", func(t *testing.T) {
		bob := s.Browser(t)
		bob.Authorize(browsertest.Request("notes", "scope", "openid")).Login("bob", "builder").Decide("allow")
		if bob.Get(path("id_token_hint", foreign.IDToken)); !alive(bob) || bob.Page().Find("button[value=sign-out]").Length() != 1 {
			t.Errorf("got %d", bob.Status)
		}
	})
	t.Run("stay signed in", func(t *testing.T) {
		b, _ := signedIn(t, s, "openid notes:read")
		b.Get(path("client_id", "notes", "post_logout_redirect_uri", browsertest.AfterLogout))
		if confirm(b, "stay"); b.Left != nil || !alive(b) {
			t.Errorf("left for %v", b.Left)
		}
	})
	t.Run("without a session there is no question", func(t *testing.T) {
		b := s.Browser(t).Get(path("client_id", "notes", "post_logout_redirect_uri", browsertest.AfterLogout, "state", "s"))
		if b.Left == nil || b.Left.String() != browsertest.AfterLogout+"?state=s" {
			t.Errorf("left for %v", b.Left)
		}
	})
}

// Anybody can write a hint that names a key that this server does not know, for any session. Such a
// hint must be treated like none (RP-Initiated Logout §2, §3).
func TestHintWhoseKeyIsGone(t *testing.T) {
	s := browsertest.Start(t)
	hint := func(tokens endpointtest.Answer) string { return endpointtest.Resigned(t, tokens.IDToken, "gone") }
	params := func(tokens endpointtest.Answer) []string {
		return []string{"id_token_hint", hint(tokens), "post_logout_redirect_uri", browsertest.AfterLogout, "state", "s"}
	}
	for name, test := range map[string]func(*testing.T, *browsertest.Browser, endpointtest.Answer){
		"the user is asked": func(t *testing.T, b *browsertest.Browser, tokens endpointtest.Answer) {
			wantQuestion(t, b.Get(path(params(tokens)...)))
			if confirm(b, "sign-out"); alive(b) || b.Left == nil || b.Left.String() != browsertest.AfterLogout+"?state=s" {
				t.Errorf("after the confirmation: alive %t, left for %v", alive(b), b.Left)
			}
		},
		"a user who refuses stays signed in": func(t *testing.T, b *browsertest.Browser, tokens endpointtest.Answer) {
			if confirm(b.Get(path(params(tokens)...)), "stay"); b.Left != nil || !alive(b) {
				t.Errorf("alive %t, left for %v", alive(b), b.Left)
			}
		},
		"a POST from another site is asked too": func(t *testing.T, b *browsertest.Browser, tokens endpointtest.Answer) {
			bare := s.Browser(t)
			bare.Header["Sec-Fetch-Site"] = "cross-site"
			bare.Do(http.MethodPost, "/logout", url.Values{"id_token_hint": {hint(tokens)}, "post_logout_redirect_uri": {browsertest.AfterLogout}})
			wantQuestion(t, b.Get(strings.TrimPrefix(bare.Response.Get("Location"), browsertest.Issuer)))
		},
		"without a session there is no redirect": func(t *testing.T, _ *browsertest.Browser, tokens endpointtest.Answer) {
			b := s.Browser(t).Get(path(params(tokens)...))
			if b.Left != nil || b.Status != http.StatusOK || !strings.Contains(b.Body, "You are signed out") {
				t.Errorf("got %d, left for %v", b.Status, b.Left)
			}
		},
		"its client must match client_id": func(t *testing.T, b *browsertest.Browser, tokens endpointtest.Answer) {
			if b.Get(path(append(params(tokens), "client_id", "web-post")...)); b.Status != http.StatusBadRequest || !alive(b) {
				t.Errorf("got %d", b.Status)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, tokens := signedIn(t, s, "openid notes:read")
			test(t, b, tokens)
		})
	}
}

func wantQuestion(t *testing.T, b *browsertest.Browser) {
	t.Helper()
	if b.Status != http.StatusOK || b.Left != nil || b.Page().Find("button[value=sign-out]").Length() != 1 || !alive(b) {
		t.Fatalf("got %d, left for %v, alive %t; want the question", b.Status, b.Left, alive(b))
	}
}

func TestConfirmation(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		spoil func(b *browsertest.Browser, form url.Values)
		want  int
	}{
		"M-05 without the handle":   {func(_ *browsertest.Browser, f url.Values) { f.Del("logout") }, http.StatusBadRequest},
		"M-05 from another browser": {func(b *browsertest.Browser, _ url.Values) { b.Cookies[browser.BrowserCookie] = strings.Repeat("A", 43) }, http.StatusForbidden},
		"K-04 from another site":    {func(b *browsertest.Browser, _ url.Values) { b.Header["Sec-Fetch-Site"] = "cross-site" }, http.StatusForbidden},
		"M-05 a stale form":         {func(*browsertest.Browser, url.Values) { s.Clock.Forward(10 * time.Minute) }, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := signedIn(t, s, "openid notes:read")
			b.Get("/logout")
			form := b.Form("button[value=sign-out]")
			form.Set("decision", "sign-out")
			attack := b.Clone()
			tt.spoil(attack, form)
			if attack.Post("/logout/confirm", form); attack.Status != tt.want || !alive(b) {
				t.Errorf("got %d, want %d; alive %t", attack.Status, tt.want, alive(b))
			}
		})
	}
	t.Run("another user signed in meanwhile", func(t *testing.T) {
		b, _ := signedIn(t, s, "openid notes:read")
		b.Get("/logout")
		question := b.Clone()
		b.Authorize(browsertest.Request("notes", "prompt", "login", "scope", "openid")).Login("bob", "builder")
		question.Cookies = b.Cookies
		if confirm(question, "sign-out"); question.Status != http.StatusForbidden {
			t.Errorf("got %d", question.Status)
		}
	})
}

func TestRefused(t *testing.T) {
	s := browsertest.Start(t)
	_, tokens := signedIn(t, s, "openid notes:read")
	parts := strings.Split(tokens.IDToken, ".")
	for name, params := range map[string][]string{
		"K-02 CR-03 an address that is not registered":       {"id_token_hint", tokens.IDToken, "post_logout_redirect_uri", "https://evil.example/"},
		"K-02 CR-10 a registered address with a query added": {"id_token_hint", tokens.IDToken, "post_logout_redirect_uri", browsertest.AfterLogout + "?x=1"},
		"K-02 an address without a client":                   {"post_logout_redirect_uri", browsertest.AfterLogout},
		"K-02 an unknown client":                             {"client_id", "ghost", "post_logout_redirect_uri", browsertest.AfterLogout},
		"K-05 CR-04 alg none":                                {"id_token_hint", "eyJhbGciOiJub25lIn0." + parts[1] + ".", "post_logout_redirect_uri", browsertest.AfterLogout},
		"K-05 CR-11 a hint whose signature is not ours":      {"id_token_hint", parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])), "post_logout_redirect_uri", browsertest.AfterLogout},
		"K-05 garbage in place of an ID token":               {"id_token_hint", "garbage", "post_logout_redirect_uri", browsertest.AfterLogout},
		"K-05 an access token in place of an ID token":       {"id_token_hint", tokens.AccessToken, "post_logout_redirect_uri", browsertest.AfterLogout},
		"client_id of another client":                        {"id_token_hint", tokens.IDToken, "client_id", "web-post", "post_logout_redirect_uri", browsertest.AfterLogout},
		"a state that is too long":                           {"client_id", "notes", "state", strings.Repeat("s", 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := signedIn(t, s, "openid notes:read")
			b.Get(path(params...))
			if b.Status != http.StatusBadRequest || b.Left != nil || strings.Contains(b.Body, "evil") || !alive(b) {
				t.Errorf("got %d, left for %v, alive %t", b.Status, b.Left, alive(b))
			}
		})
	}
}
