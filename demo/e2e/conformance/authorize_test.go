package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

func TestAuthorize(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)

	t.Run("A-01 I-04 code, exact state, iss and nothing else", func(t *testing.T) {
		r := rig.Authorization("native", nativeBack, everything)
		b := browser.New(t)
		got := authorize(t, s, b, r)
		if len(got) != 3 || len(got["code"]) != 1 || got.Get("code") == "" || got.Get("state") != r.Get("state") || got.Get("iss") != s.Issuer {
			t.Errorf("got %v", got)
		}
		if at := b.StoppedAt(); at.Fragment != "" || !strings.HasPrefix(at.String(), nativeBack+"?") {
			t.Errorf("answered at %s", at)
		}
	})

	t.Run("A-14 state is opaque", func(t *testing.T) {
		r := rig.Authorization("native", nativeBack, everything)
		r.Set("state", `+ %2B & # = " ' < > é 🔑 `+strings.Repeat("x", 2000))
		b := browser.New(t)
		if got := authorize(t, s, b, r); got.Get("state") != r.Get("state") {
			t.Errorf("got state %q", got.Get("state"))
		}
		for _, h := range b.Hops() {
			if strings.Contains(h.Body, `" ' < > é`) {
				t.Errorf("%s shows the state unescaped", h.URL.Path)
			}
		}
	})

	t.Run("A-18 credentials are not sent on by 307 or 308", func(t *testing.T) {
		b := browser.New(t)
		authorize(t, s, b, rig.Authorization("native", nativeBack, everything))
		posts := 0
		for _, h := range b.Hops() {
			if h.Method == http.MethodPost {
				posts++
				if h.Status != http.StatusSeeOther && h.Status != http.StatusFound {
					t.Errorf("POST %s: got %d, want 303", h.URL.Path, h.Status)
				}
			}
			if strings.Contains(h.Header.Get("Location"), "wonderland") {
				t.Errorf("%s: password in Location", h.URL.Path)
			}
		}
		if posts != 2 {
			t.Errorf("got %d forms, want sign-in and consent", posts)
		}
	})

	t.Run("A-17 no CORS and no odd methods at the authorization endpoint", func(t *testing.T) { noCORSAtAuthorize(t, s) })

	t.Run("A-16 denial goes back with state and iss, and cannot be taken back", func(t *testing.T) {
		r := rig.Authorization("native", nativeBack, everything)
		b := browser.New(t).StopAt(nativeHome)
		b.Open(s.Authorize(r)).Login("bob", "builder")
		action, fields := b.Fields(`button[value="allow"]`)
		b.Deny()
		got := b.StoppedAt().Query()
		if got.Get("error") != "access_denied" || got.Get("state") != r.Get("state") || got.Get("iss") != s.Issuer || got.Has("code") {
			t.Errorf("got %v", got)
		}
		fields.Set("decision", "allow")
		b.Post(action, fields)
		if at := b.StoppedAt(); at != nil && at.Query().Has("code") {
			t.Error("a denied transaction gave a code")
		}
	})
}

func noCORSAtAuthorize(t *testing.T, s *rig.Stack) {
	address := s.Authorize(rig.Authorization("native", nativeBack, everything))
	for _, origin := range []string{"https://evil.example", s.Client, "null"} {
		for _, method := range []string{http.MethodGet, http.MethodOptions} {
			a := call(t, plain(t), request(t, method, address, "", "Origin", origin, "Access-Control-Request-Method", "GET"))
			for name := range a.Header {
				if strings.HasPrefix(name, "Access-Control-Allow") {
					t.Errorf("%s from %s: got %s", method, origin, name)
				}
			}
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch} {
		if a := call(t, plain(t), request(t, method, address, "")); a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") == "" {
			t.Errorf("%s: got %d, Allow %q", method, a.Status, a.Header.Get("Allow"))
		}
	}
}

func TestEndSession(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	const home, back = "http://web.localhost:3000/", "http://web.localhost:3000/callback"
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		t.Run("K-01 sign-out with a hint ends the session, by "+method, func(t *testing.T) {
			r := rig.Authorization("web-post", back, everything)
			b := browser.New(t).StopAt(home)
			code := authorize(t, s, b, r).Get("code")
			form := r.Redemption(code)
			form.Set("client_secret", "web-post-dev-secret-not-for-production")
			issued := post(t, plain(t), s.Issuer+"/token", form)
			out := url.Values{"id_token_hint": {issued.text(t, "id_token")}, "post_logout_redirect_uri": {home}, "state": {"s t&1"}}
			if method == http.MethodGet {
				b.Open(s.Issuer + "/logout?" + out.Encode())
			} else {
				b.Post(s.Issuer+"/logout", out)
			}
			if b.Has(`button[value="sign-out"]`) {
				b.Press("decision", "sign-out")
			}
			if at := b.StoppedAt(); at == nil || at.Query().Get("state") != "s t&1" || !strings.HasPrefix(at.String(), home+"?") {
				t.Fatalf("went to %v; at %s: %s", at, b.At(), b.Text())
			}
			signedOut(t, s, b)
			// K-07: grants with offline_access survive; other tokens of the session do not.
			if got := userinfo(t, s, issued.text(t, "access_token")); got.Status == http.StatusOK {
				t.Log("the access token of an offline grant is still good at userinfo")
			}
		})
	}
}

// signedOut checks that the authorization server has no session for this browser.
func signedOut(t *testing.T, s *rig.Stack, b *browser.Browser) {
	t.Helper()
	r := rig.Authorization("native", nativeBack, "openid")
	r.Set("prompt", "none")
	b.StopAt(nativeHome).Open(s.Authorize(r))
	if at := b.StoppedAt(); at == nil || at.Query().Get("error") != "login_required" {
		t.Errorf("prompt=none: got %v, want login_required", at)
	}
}

func userinfo(t *testing.T, s *rig.Stack, token string) answer {
	t.Helper()
	return call(t, plain(t), request(t, http.MethodGet, s.Issuer+"/userinfo", "", "Authorization", "Bearer "+token))
}
