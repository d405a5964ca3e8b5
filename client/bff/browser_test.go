package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff"
)

const browserCookie = "__Host-quartet-client-browser"

// withheld runs a request as a browser makes it for a navigation that another site
// began: it sends no SameSite=Strict cookie.
func (b *browser) withheld(target string) *http.Response {
	b.t.Helper()
	kept, had := b.cookies[sessionCookie]
	delete(b.cookies, sessionCookie)
	resp := b.get(target)
	if _, renewed := b.cookies[sessionCookie]; had && !renewed {
		b.cookies[sessionCookie] = kept
	}
	return resp
}

func (b *browser) back(answer url.Values) *http.Response {
	b.t.Helper()
	resp := b.withheld("/callback?" + answer.Encode())
	wantStatus(b.t, resp, http.StatusSeeOther)
	return resp
}

// wantOneSession wants one session in Redis, that of the browser, and the tokens of the
// others revoked.
func wantOneSession(t *testing.T, r *rig, b *browser, revoked int) {
	t.Helper()
	wantSignedIn(t, b, true)
	if got := len(sessionKeys(t, r)); got != 1 {
		t.Errorf("got %d sessions in Redis, want 1", got)
	}
	if got := len(r.Requests("/revoke")); got != revoked {
		t.Errorf("got %d revocations, want %d", got, revoked)
	}
}

// L-05: a new sign-in ends the session that its browser had, whichever way it began:
// the SameSite=Strict cookie of that session is sent with none of them.
func TestSecondSignInEndsTheFirst(t *testing.T) {
	t.Run("two tabs began before either was signed in", func(t *testing.T) {
		r := newRig(t)
		b := newBrowser(t, r.app)
		one, two := r.Approve(t, b.start("/login")), r.Approve(t, b.start("/login"))
		b.back(one)
		b.back(two)
		wantOneSession(t, r, b, 1)
	})
	t.Run("a link of another site", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		resp := b.withheld("/login")
		wantStatus(t, resp, http.StatusFound)
		b.back(r.Approve(t, resp.Header.Get("Location")))
		wantOneSession(t, r, b, 1)
	})
	t.Run("at another replica", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		b.app = r.replica(t)
		b.back(r.Approve(t, b.start("/login")))
		wantOneSession(t, r, b, 1)
	})
	t.Run("as another user", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		r.Configure(func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["sub"], c["sid"] = "bob", "of bob" }
			i.Userinfo = func(info map[string]any) { info["sub"] = "bob" }
		})
		b.back(r.Approve(t, b.start("/login")))
		wantOneSession(t, r, b, 1)
	})
	t.Run("but not that of another browser", func(t *testing.T) {
		r := newRig(t)
		first, second := r.signedIn(t), r.signedIn(t)
		wantSignedIn(t, first, true)
		wantSignedIn(t, second, true)
	})
}

// 50 sign-ins of one browser come back at once: one session is left.
func TestSecondSignInRace(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	var tabs []*browser
	var answers []string
	for range 50 {
		tab := newBrowser(t, r.app)
		tab.cookies[browserCookie] = b.cookies[browserCookie]
		answers = append(answers, r.Approve(t, tab.start("/login")).Encode())
		b.cookies[browserCookie] = tab.cookies[browserCookie]
		tabs = append(tabs, tab)
	}
	for _, tab := range tabs {
		tab.cookies[browserCookie] = b.cookies[browserCookie]
	}
	var wg sync.WaitGroup
	for i, tab := range tabs {
		wg.Go(func() { wantStatus(t, tab.get("/callback?"+answers[i]), http.StatusSeeOther) })
	}
	wg.Wait()
	if got := len(sessionKeys(t, r)); got != 1 {
		t.Errorf("got %d sessions, want 1", got)
	}
	if got := len(r.Requests("/revoke")); got != 49 {
		t.Errorf("got %d revocations, want 49", got)
	}
}

// Two clients on one host share a cookie jar: with prefixes of their own neither reads
// or overwrites the cookies of the other.
func TestCookiePrefix(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	other := r.replica(t, func(c *bff.Config) { c.CookiePrefix = "shop-" })
	b.app = other
	if got := body(b.call("GET", "/session", "")); !strings.Contains(got, `"authenticated":false`) {
		t.Errorf("at the other client: got %s, want nobody", got)
	}
	b.signIn(r.Issuer)
	if got := body(b.call("GET", "/session", "")); !strings.Contains(got, `"name":"__Host-shop-session"`) {
		t.Errorf("at the other client: got %s, want a cookie of its own", got)
	}
	for name := range b.cookies {
		if !strings.HasPrefix(name, "__Host-quartet-client-") && !strings.HasPrefix(name, "__Host-shop-") {
			t.Errorf("got a cookie %s", name)
		}
	}
	b.do("POST", "/logout", "", ours)
	b.app = r.app
	wantSignedIn(t, b, true)
}
