package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

func TestCrossSite(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)

	// The cookie is always sent, as if SameSite did not exist.
	for name, c := range map[string]struct {
		method, path, body string
		options            []browser.Option
	}{
		"GET without the header":     {http.MethodGet, "/api/notes", "", []browser.Option{browser.With("X-Requested-With", "")}},
		"whoami without the header":  {http.MethodGet, "/api/whoami", "", []browser.Option{browser.With("X-Requested-With", "")}},
		"session without the header": {http.MethodGet, "/session", "", []browser.Option{browser.With("X-Requested-With", "")}},
		"POST without the header":    {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("X-Requested-With", "")}},
		"PUT without the header":     {http.MethodPut, "/api/notes/1", `{"text":"planted"}`, []browser.Option{browser.With("X-Requested-With", "")}},
		"DELETE without the header":  {http.MethodDelete, "/api/notes/1", "", []browser.Option{browser.With("X-Requested-With", "")}},
		"simple text/plain":          {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("X-Requested-With", ""), browser.With("Content-Type", "text/plain")}},
		"simple form":                {http.MethodPost, "/api/notes", "text=planted", []browser.Option{browser.With("X-Requested-With", ""), browser.With("Content-Type", "application/x-www-form-urlencoded")}},
		"another header value":       {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("X-Requested-With", "XMLHttpRequest")}},
		"header, from another site":  {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("Sec-Fetch-Site", "cross-site")}},
		"header, from a sibling":     {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("Sec-Fetch-Site", "same-site")}},
		"header, foreign Origin":     {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("Origin", "https://evil.example")}},
		"header, Origin null":        {http.MethodPost, "/api/notes", `{"text":"planted"}`, []browser.Option{browser.With("Origin", "null")}},
	} {
		t.Run("L-14 "+name, func(t *testing.T) {
			if h := b.Fetch(c.method, c.path, c.body, c.options...); h.Status != http.StatusForbidden {
				t.Errorf("got %d, want 403", h.Status)
			}
		})
	}
	t.Run("L-14 with the header", func(t *testing.T) {
		if h := b.Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK || strings.Contains(h.Body, "planted") {
			t.Errorf("got %d %s", h.Status, h.Body)
		}
	})
	for _, origin := range []string{"https://evil.example", "null", s.Issuer, "http://app.localhost.evil.example"} {
		t.Run("L-16 no CORS for "+origin, func(t *testing.T) { noCORS(t, b, origin) })
	}
}

func noCORS(t *testing.T, b *browser.Browser, origin string) {
	for _, path := range []string{"/", "/session", "/api/notes", "/login", "/callback", "/logout"} {
		for _, h := range []browser.Hop{
			b.Fetch(http.MethodGet, path, "", browser.With("Origin", origin), browser.With("Sec-Fetch-Site", "cross-site")),
			b.Fetch(http.MethodOptions, path, "", browser.With("Origin", origin), browser.With("Access-Control-Request-Method", "POST"),
				browser.With("Access-Control-Request-Headers", "x-requested-with"), browser.With("X-Requested-With", "")),
		} {
			for name := range h.Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s %s: got %s: %s", h.Method, path, name, h.Header.Get(name))
				}
			}
		}
	}
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)

	t.Run("K-12 GET does not sign out", func(t *testing.T) {
		b := s.SignIn(t)
		b.Visit("/logout")
		stillSignedIn(t, s, b)
	})
	t.Run("K-12 a form of another site does not sign out", func(t *testing.T) {
		b := s.SignIn(t)
		cookie := b.Cookie("app.localhost", rig.SessionCookie)
		for _, form := range []url.Values{{}, {"csrf": {strings.Repeat("A", 43)}}} {
			a := call(t, plain(t), request(t, http.MethodPost, s.Client+"/logout", form.Encode()+"&x=1",
				"Cookie", rig.SessionCookie+"="+cookie, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"))
			if a.Status != http.StatusForbidden {
				t.Errorf("got %d, want 403", a.Status)
			}
		}
		stillSignedIn(t, s, b)
	})
	t.Run("K-01 K-12 sign-out ends both sessions and revokes the refresh token", func(t *testing.T) { signOut(t, s) })
	t.Run("K-04 the user can choose to stay signed in", func(t *testing.T) {
		b := s.SignIn(t)
		b.Open(s.Issuer + "/logout")
		if !b.Has(`button[value="sign-out"]`) {
			t.Fatalf("no question: %s", b.Text())
		}
		b.Press("decision", "stay")
		r := rig.Authorization("notes", s.Client+"/callback", "openid")
		r.Set("prompt", "none")
		b.StopAt(s.Client + "/callback").Open(s.Authorize(r))
		if at := b.StoppedAt(); at == nil || at.Query().Get("error") == "login_required" {
			t.Errorf("got %v, want a session", at)
		}
	})
	t.Run("K-02 ADV-23 no redirect to an unregistered address", func(t *testing.T) {
		b := s.SignIn(t)
		b.Open(s.Issuer + "/logout?" + url.Values{"client_id": {"notes"}, "post_logout_redirect_uri": {"https://evil.example/"}}.Encode())
		if b.Has(`button[value="sign-out"]`) {
			b.Press("decision", "sign-out")
		}
		if b.At().Hostname() != "auth.localhost" {
			t.Errorf("at %s", b.At())
		}
	})
}

func stillSignedIn(t *testing.T, s *rig.Stack, b *browser.Browser) {
	t.Helper()
	if b.Open(s.Client + "/"); b.Fetch(http.MethodGet, "/api/notes", "").Status != http.StatusOK {
		t.Error("signed out")
	}
}

func signOut(t *testing.T, s *rig.Stack) {
	b := s.SignIn(t)
	cookie := b.Cookie("app.localhost", rig.SessionCookie)
	all := s.Gate.Seen(rig.To("/token"))
	issued := answer{Body: all[len(all)-1].Body}

	b.Submit(`form[action="/logout"]`, url.Values{})
	for _, h := range b.Hops() {
		if h.URL.Path == "/logout" && h.URL.Hostname() == "app.localhost" {
			expired := false
			for _, c := range h.Cookies() {
				expired = expired || c.Name == rig.SessionCookie && c.MaxAge < 0 && c.Secure && c.HttpOnly && c.Path == "/" && c.SameSite == http.SameSiteStrictMode
			}
			if !expired {
				t.Errorf("the cookie is not expired with its own attributes: %v", h.Header["Set-Cookie"])
			}
		}
	}
	if b.Has(`button[value="sign-out"]`) {
		b.Press("decision", "sign-out")
	}
	if b.At().Hostname() != "app.localhost" {
		t.Errorf("ended at %s, want back at the client: %s", b.At(), b.Text())
	}
	old := call(t, plain(t), request(t, http.MethodGet, s.Client+"/api/notes", "", "Cookie", rig.SessionCookie+"="+cookie, "X-Requested-With", "quartet"))
	if old.Status != http.StatusUnauthorized {
		t.Errorf("the old cookie got %d, want 401", old.Status)
	}
	signedOut(t, s, b)
	again := basic(t, s.Issuer+"/token", "notes", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {issued.text(t, "refresh_token")}})
	if again.Status != http.StatusBadRequest || again.text(t, "error") != "invalid_grant" {
		t.Errorf("the refresh token got %d %s, want invalid_grant", again.Status, again.Body)
	}
	introspected := basic(t, s.Issuer+"/introspect", "notes-api", url.Values{"token": {issued.text(t, "access_token")}})
	if active, _ := introspected.json(t)["active"].(bool); active {
		t.Error("K-07: the access token is still active")
	}
}
