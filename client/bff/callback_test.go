package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/client/bff"
	"quartet.example/client/internal/issuertest"
)

type (
	configT = bff.Config
	issuerT = issuertest.Issuer
)

// wantRefused: 4xx, no session, and no word to the token endpoint.
func wantRefused(t *testing.T, r *rig, b *browser, resp *http.Response) {
	t.Helper()
	if resp.StatusCode < 400 || resp.StatusCode >= 500 || resp.Header.Get("Location") != "" {
		t.Errorf("got %d %s, want 4xx without a redirect", resp.StatusCode, body(resp))
	}
	if b.sessionID() != "" {
		t.Error("got a session")
	}
	if n := len(r.Requests("/token")); n != 0 {
		t.Errorf("got %d token requests, want none", n)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := resp.Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
		t.Errorf("Content-Security-Policy: got %q", got)
	}
}

func TestCallbackRefuses(t *testing.T) {
	evil := "https://evil.example"
	for name, change := range map[string]func(q url.Values) string{
		"L-08 missing state":               func(q url.Values) string { return with(q, "state").Encode() },
		"L-08 altered state":               func(q url.Values) string { return with(q, "state", q.Get("state")[1:]+"A").Encode() },
		"state twice":                      func(q url.Values) string { return with(q, "state", q.Get("state"), q.Get("state")).Encode() },
		"L-10 code twice":                  func(q url.Values) string { return with(q, "code", "a", "b").Encode() },
		"L-10 code and error":              func(q url.Values) string { return with(q, "error", "access_denied").Encode() },
		"L-10 no parameters":               func(url.Values) string { return "" },
		"L-10 no code":                     func(q url.Values) string { return with(q, "code").Encode() },
		"I-04 iss of another server":       func(q url.Values) string { return with(q, "iss", evil).Encode() },
		"I-04 iss missing though promised": func(q url.Values) string { return with(q, "iss").Encode() },
		"iss twice":                        func(q url.Values) string { return with(q, "iss", q.Get("iss"), evil).Encode() },
		"broken encoding":                  func(q url.Values) string { return q.Encode() + "&x=%zz" },
		"L-10 error with markup": func(q url.Values) string {
			q = with(with(q, "code"), "error", "invalid_scope")
			return with(q, "error_description", `<script>alert(1)</script>`).Encode()
		},
		"M-15 unknown error with markup": func(q url.Values) string {
			return with(with(q, "code"), "error", `"><img src=x onerror=alert(1)>`).Encode()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := newBrowser(t, r.app)
			answer := r.Approve(t, b.start("/login"))
			resp := b.do("GET", "/callback?"+change(answer), "", header{"Accept": "text/html"})
			wantRefused(t, r, b, resp)
			page := body(resp)
			if strings.Contains(page, "<script>alert") || strings.Contains(page, "<img src=x") || strings.Contains(page, answer.Get("code")) {
				t.Errorf("the page holds what it was sent: %s", page)
			}
			if change(answer) == answer.Encode() || !strings.Contains(change(answer), answer.Get("state")) || strings.Contains(name, "state twice") {
				return
			}
			// L-08: single use even after an error.
			wantRefused(t, r, b, b.get("/callback?"+answer.Encode()))
		})
	}
}

func TestCallbackIsGetOnly(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login")).Encode()
	for _, method := range []string{"POST", "HEAD", "PUT"} {
		wantStatus(t, b.do(method, "/callback?"+answer, "", nil), http.StatusMethodNotAllowed)
	}
	wantStatus(t, b.get("/callback?"+answer), http.StatusSeeOther) // a link checker did not spend it
}

// L-07: following the attacker's callback link signs nobody in.
func TestLoginCSRF(t *testing.T) {
	r := newRig(t)
	attacker, victim := newBrowser(t, r.app), newBrowser(t, r.app)
	answer := r.Approve(t, attacker.start("/login"))
	wantRefused(t, r, victim, victim.get("/callback?"+answer.Encode()))
	victim.start("/login") // even with a login of their own in progress
	wantRefused(t, r, victim, victim.get("/callback?"+answer.Encode()))
}

// L-08: ten minutes, by the record and not by the cookie.
func TestStateExpires(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login"))
	r.clock.Move(10 * time.Minute)
	wantRefused(t, r, b, b.get("/callback?"+answer.Encode()))
}

// L-08: 50 callbacks with one state, one goes through.
func TestStateRace(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login")).Encode()
	cookies := b.cookies
	var wg sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 50 {
		wg.Go(func() {
			tab := newBrowser(t, r.app)
			for k, v := range cookies {
				tab.cookies[k] = v
			}
			resp := tab.get("/callback?" + answer)
			mu.Lock()
			defer mu.Unlock()
			statuses[resp.StatusCode]++
		})
	}
	wg.Wait()
	if statuses[303] != 1 || statuses[400] != 49 || len(r.Requests("/token")) != 1 {
		t.Errorf("got %v and %d token requests, want one 303, 49 times 400, one token request", statuses, len(r.Requests("/token")))
	}
}

// L-05: the id changes at sign-in, a planted one is never adopted.
func TestSessionFixation(t *testing.T) {
	r := newRig(t)
	planted := strings.Repeat("A", 43)
	b := newBrowser(t, r.app)
	b.cookies[sessionCookie] = planted
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	b.signIn(r.Issuer)
	first := b.sessionID()
	if first == planted || first == "" {
		t.Fatalf("got id %q, want a new one", first)
	}
	thief := newBrowser(t, r.app)
	thief.cookies[sessionCookie] = planted
	wantStatus(t, thief.call("GET", "/api/notes", ""), http.StatusUnauthorized)

	b.signIn(r.Issuer)
	if b.sessionID() == first {
		t.Error("second sign-in: got the same id")
	}
	thief.cookies[sessionCookie] = first
	wantStatus(t, thief.call("GET", "/api/notes", ""), http.StatusUnauthorized)
	if n := len(r.Requests("/revoke")); n != 1 {
		t.Errorf("got %d revocations, want the old session's refresh token revoked", n)
	}
}
