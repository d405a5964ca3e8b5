package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// L-01: every attempt has its own state, nonce and challenge.
func TestLoginStart(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	resp := b.get("/login")
	wantStatus(t, resp, http.StatusFound)
	if got := resp.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q, want no-store", got)
	}
	u, _ := url.Parse(resp.Header.Get("Location"))
	if got := u.Scheme + "://" + u.Host + u.Path; got != r.URL+"/authorize" {
		t.Errorf("got %q, want the authorization endpoint", got)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "notes", "redirect_uri": home + "/callback",
		"code_challenge_method": "S256", "resource": r.api.URL, "scope": "openid profile notes:read notes:write",
	} {
		if got := q[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	again, _ := url.Parse(b.start("/login"))
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) != 43 || q.Get(name) == again.Query().Get(name) {
			t.Errorf("%s: got %q and %q, want two different values of 256 bits", name, q.Get(name), again.Query().Get(name))
		}
	}
}

// The whole way, once.
func TestLogin(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login?return_to=/notes%3Fsort=new"))
	resp := b.get("/callback?" + answer.Encode())
	wantStatus(t, resp, http.StatusSeeOther)
	for name, want := range map[string]string{ // L-11
		"Location": "/notes?sort=new", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	t.Run("L-22 the token request is authenticated and complete", func(t *testing.T) {
		requests := r.Requests("/token")
		if len(requests) != 1 {
			t.Fatalf("got %d token requests, want 1", len(requests))
		}
		form := requests[0].Form
		for name, want := range map[string]string{
			"grant_type": "authorization_code", "redirect_uri": home + "/callback", "code": answer.Get("code"), "resource": r.api.URL,
		} {
			if got := form[name]; len(got) != 1 || got[0] != want {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
		if len(form.Get("code_verifier")) != 43 || form.Has("client_secret") || requests[0].Header.Get("Authorization") == "" {
			t.Errorf("got form %v, want a verifier and client authentication in the header only", form)
		}
	})
	t.Run("the session knows the user", func(t *testing.T) {
		got := body(b.call("GET", "/session", ""))
		for _, want := range []string{`"authenticated":true`, `"sub":"alice"`, `"name":"Alice Adams"`} {
			if !strings.Contains(got, want) {
				t.Errorf("got %s, want %s in it", got, want)
			}
		}
	})
	t.Run("L-11 the callback URL is worthless afterwards", func(t *testing.T) {
		wantStatus(t, b.get("/callback?"+answer.Encode()), http.StatusBadRequest)
	})
}

func TestLoginWithClientSecretPost(t *testing.T) {
	r := newRig(t)
	r.app = r.replica(t, func(c *configT) { c.TokenAuthMethod = "client_secret_post" })
	r.signedIn(t)
	if got := r.Requests("/token")[0]; got.Form.Get("client_secret") != r.ClientSecret || got.Header.Get("Authorization") != "" {
		t.Error("got no client_secret in the body, or an Authorization header beside it")
	}
}

// L-02: every cookie has the attributes of RFC 10017 §6.1.3.2.
func TestCookieAttributes(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	start := b.get("/login")
	back := b.get("/callback?" + r.Approve(t, start.Header.Get("Location")).Encode())
	out := b.do("POST", "/logout", "", ours)
	cookies := append(append(start.Cookies(), back.Cookies()...), out.Cookies()...)
	if len(cookies) != 7 { // three that are set and cleared, and the browser's name once more with the session
		t.Fatalf("got %d cookies, want 7: %v", len(cookies), cookies)
	}
	for _, c := range cookies {
		sameSite := http.SameSiteLaxMode // the way back from the issuer is cross-site
		if c.Name == sessionCookie {
			sameSite = http.SameSiteStrictMode
		}
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != sameSite {
			t.Errorf("got %s", c)
		}
		if c.MaxAge == 0 || c.MaxAge > int((8*time.Hour).Seconds()) {
			t.Errorf("%s: got Max-Age %d, want one within the session's limit (L-21)", c.Name, c.MaxAge)
		}
	}
	if len(b.cookies) != 0 {
		t.Errorf("after sign-out: got %v, want no cookie left", b.cookies)
	}
}

// Several tabs can sign in at once.
func TestParallelLogins(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	var answers []url.Values
	for range 8 {
		answers = append(answers, r.Approve(t, b.start("/login")))
	}
	for i, answer := range answers {
		if resp := b.get("/callback?" + answer.Encode()); resp.StatusCode != http.StatusSeeOther {
			t.Errorf("login %d: got %d, want 303", i, resp.StatusCode)
		}
	}
	for range 20 {
		b.start("/login")
	}
	transactions := 0
	for name := range b.cookies {
		if strings.HasPrefix(name, "__Host-quartet-client-login-") {
			transactions++
		}
	}
	if transactions != 8 {
		t.Errorf("got %d login cookies, want at most 8", transactions)
	}
}

// L-12: return_to cannot leave.
func TestReturnTo(t *testing.T) {
	r := newRig(t)
	for _, target := range []string{
		"https://evil.example", "//evil.example", "https:evil.example", "javascript:alert(1)", "http://app.localhost:9999/", `/\evil.example`,
	} {
		resp := newBrowser(t, r.app).get("/login?return_to=" + url.QueryEscape(target))
		wantStatus(t, resp, http.StatusBadRequest)
		if len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" {
			t.Errorf("%q: got %v, want no cookie and no redirect", target, resp.Header)
		}
	}
}

// RFC 8707 is an option: not every issuer knows it.
func TestResourceIsASetting(t *testing.T) {
	r := newRig(t, func(c *configT) { c.Resource = "none" })
	if location := newBrowser(t, r.app).start("/login"); strings.Contains(location, "resource=") {
		t.Errorf("got %s, want no resource", location)
	}
}
