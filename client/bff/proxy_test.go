package bff_test

import (
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestProxyAttachesTheTokenAndNothingElse(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.answer = func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Set-Cookie", "from=api")
		h.Set("Server", "api/1.0")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("WWW-Authenticate", "Bearer")
		h.Set("Location", "/notes/7")
		h.Set("Cache-Control", "public")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}
	resp := b.do("POST", "/api/notes?x=1", `{"text":"milk"}`, header{
		"X-Requested-With": "quartet", "Content-Type": "application/json", "Authorization": "Bearer planted",
		"X-Forwarded-For": "1.2.3.4", "Forwarded": "for=1.2.3.4", "X-Real-IP": "1.2.3.4", "Connection": "X-Hop", "X-Hop": "1",
		"Transfer-Encoding": "chunked", "Te": "trailers", "Upgrade": "h2c", "Traceparent": "00-1-2-3",
	})
	wantStatus(t, resp, http.StatusCreated)
	if got := body(resp); got != `{"id":"7"}` {
		t.Errorf("body: got %s", got)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Location": "/api/notes/7", "Cache-Control": "no-store",
		"Set-Cookie": "", "Server": "", "Access-Control-Allow-Origin": "", "WWW-Authenticate": "",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("answer %s: got %q, want %q", name, got, want)
		}
	}
	got, sent := r.api.last(t)
	if got.URL.String() != "/notes?x=1" || sent != `{"text":"milk"}` {
		t.Errorf("upstream: got %s %s", got.URL, sent)
	}
	for name := range got.Header {
		switch name {
		case "Authorization", "Content-Type", "Content-Length", "Accept-Encoding", "User-Agent":
		default:
			t.Errorf("upstream got %s: %q", name, got.Header[name])
		}
	}
	if token := got.Header.Get("Authorization"); !r.Accepts(strings.TrimPrefix(token, "Bearer ")) {
		t.Errorf("upstream Authorization: got %q, want the session's token", token)
	}
}

// L-14: the header comes first, before the session and before the resource server.
func TestProxyCSRF(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for name, headers := range map[string]header{
		"L-14 no custom header":        {},
		"L-14 wrong value":             {"X-Requested-With": "XMLHttpRequest"},
		"L-14 form":                    {"Content-Type": "application/x-www-form-urlencoded"},
		"L-14 text/plain":              {"Content-Type": "text/plain"},
		"cross-site by Fetch Metadata": {"X-Requested-With": "quartet", "Sec-Fetch-Site": "cross-site"},
		"same-site by Fetch Metadata":  {"X-Requested-With": "quartet", "Sec-Fetch-Site": "same-site"},
		"other origin":                 {"X-Requested-With": "quartet", "Origin": "http://evil.localhost:6600"},
		"L-16 origin null":             {"X-Requested-With": "quartet", "Origin": "null"},
	} {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "OPTIONS"} {
			t.Run(name+" "+method, func(t *testing.T) {
				resp := b.do(method, "/api/notes", "", headers)
				wantStatus(t, resp, http.StatusForbidden)
				for name := range resp.Header {
					if strings.HasPrefix(name, "Access-Control-") {
						t.Errorf("L-16: got %s", name)
					}
				}
			})
		}
	}
	if n := r.api.count(); n != 0 {
		t.Errorf("got %d calls upstream, want none", n)
	}
	wantStatus(t, b.do("GET", "/api/notes", "", header{"X-Requested-With": "quartet", "Origin": home, "Sec-Fetch-Site": "same-origin"}), http.StatusOK)
}

func TestProxyPaths(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for target, want := range map[string]int{
		"/api/notes": 200, "/api/notes/7": 200, "/api/whoami": 200,
		"/api/admin": 404, "/api/": 404, "/api/notes/": 404, "/api/notes/7/8": 404, "/api//notes": 404,
		"/api/notes/..": 404, "/api/notes/../admin": 404, "/api/notes/%2e%2e": 404, "/api/notes%2f..%2fadmin": 404,
		"/api/notes/a%2fb": 404, "/api/notes/%5c": 404, "/api/notes/%00": 404, "/api/notes;x=1": 404, "/api/NOTES": 404,
	} {
		t.Run(target, func(t *testing.T) { wantStatus(t, b.call("GET", target, ""), want) })
	}
	resp := b.call("DELETE", "/api/notes", "")
	wantStatus(t, resp, http.StatusMethodNotAllowed)
	if got := resp.Header.Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow: got %q, want GET, HEAD, POST", got)
	}
}

func TestProxyWithoutSession(t *testing.T) {
	r := newRig(t)
	resp := newBrowser(t, r.app).call("GET", "/api/notes", "")
	wantStatus(t, resp, http.StatusUnauthorized)
	if got := body(resp); !strings.Contains(got, `"login_required"`) {
		t.Errorf("got %s, want login_required", got)
	}
	if got := resp.Header.Get("WWW-Authenticate"); strings.HasPrefix(got, "Basic") {
		t.Errorf("got %q: a browser would ask for a password", got)
	}
}

// O-18: bodies have a limit.
func TestProxyBodyLimit(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	wantStatus(t, b.call("POST", "/api/notes", strings.Repeat("x", 70_000)), http.StatusRequestEntityTooLarge)
	if n := r.api.count(); n != 0 {
		t.Errorf("got %d calls upstream, want none", n)
	}
}

// L-19: 50 parallel calls on an expired token, two replicas, one refresh.
func TestRefreshOnce(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	other := newBrowser(t, r.replica(t))
	other.cookies = maps.Clone(b.cookies)
	for round := range 3 {
		r.clock.Move(6 * time.Minute)
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if resp := []*browser{b, other}[i%2].call("GET", "/api/notes", ""); resp.StatusCode != http.StatusOK {
					t.Errorf("call %d: got %d %s, want 200", i, resp.StatusCode, body(resp))
				}
			})
		}
		wg.Wait()
		if got, want := len(r.Requests("/token")), 2+round; got != want {
			t.Fatalf("round %d: got %d token requests, want %d", round, got, want)
		}
	}
}

// A token with less than the margin left is renewed before it fails.
func TestRefreshAhead(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.clock.Move(4 * time.Minute)
	wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	if n := len(r.Requests("/token")); n != 1 {
		t.Errorf("a minute left: got %d token requests, want no refresh", n)
	}
	r.clock.Move(40 * time.Second)
	wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	if n := len(r.Requests("/token")); n != 2 {
		t.Errorf("20 s left: got %d token requests, want a refresh", n)
	}
}

// A token that was revoked before its time is renewed after the 401, once; the
// body is sent again.
func TestRefreshAfter401(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.RevokeAccessTokens()
	wantStatus(t, b.call("POST", "/api/notes", `{"text":"milk"}`), 200)
	if _, sent := r.api.last(t); sent != `{"text":"milk"}` || r.api.count() != 2 {
		t.Errorf("got %d calls, the last with %s; want the same body twice", r.api.count(), sent)
	}
}

func TestRefreshRefusedEndsTheSession(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.RevokeGrants()
	r.clock.Move(6 * time.Minute)
	resp := b.call("GET", "/api/notes", "")
	wantStatus(t, resp, http.StatusUnauthorized)
	if b.sessionID() != "" {
		t.Error("the cookie is still there")
	}
	if got := body(b.call("GET", "/session", "")); !strings.Contains(got, `"authenticated":false`) {
		t.Errorf("got %s, want nobody signed in", got)
	}
}

// O-16: the authorization server is away.
func TestIssuerAway(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.Configure(func(i *issuerT) { i.Down = func(*http.Request) bool { return true } })
	t.Run("O-16 a token that lives is used", func(t *testing.T) {
		wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	})
	r.clock.Move(4*time.Minute + 45*time.Second)
	t.Run("O-16 even within the margin", func(t *testing.T) {
		wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	})
	r.clock.Move(time.Minute)
	t.Run("O-16 an expired one is 503 and the session is kept", func(t *testing.T) {
		resp := b.call("GET", "/api/notes", "")
		wantStatus(t, resp, http.StatusServiceUnavailable)
		if resp.Header.Get("Retry-After") == "" || b.sessionID() == "" {
			t.Errorf("got %v, want Retry-After and the cookie kept", resp.Header)
		}
	})
	t.Run("O-16 calls do not pile up on a server that is away", func(t *testing.T) {
		b.call("GET", "/api/notes", "")
		before := len(r.Requests("/token")) // three in a row without an answer open the circuit
		for range 10 {
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusServiceUnavailable)
		}
		if n := len(r.Requests("/token")) - before; n != 0 {
			t.Errorf("got %d more token requests, want none so soon", n)
		}
	})
	r.Configure(func(i *issuerT) { i.Down = nil })
	r.clock.Move(3 * time.Second)
	t.Run("it recovers by itself", func(t *testing.T) {
		wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	})
}
