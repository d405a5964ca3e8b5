package bff_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff"
	"quartet.example/client/bff/internal/proxy"
)

// shop is a service of somebody else that has the client mounted.
type shop struct {
	*rig
	*http.ServeMux
}

func newShop(t *testing.T, options ...option) shop {
	t.Helper()
	s := shop{newRig(t, options...), http.NewServeMux()}
	s.app.Mount(s.ServeMux)
	s.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		user, err := s.app.User(r)
		if errors.Is(err, bff.ErrNobody) {
			user.Name = "nobody"
		} else if err != nil {
			user.Name = "who knows"
		}
		_, _ = fmt.Fprintf(w, "hello %s", user.Name)
	})
	s.Handle("/orders", s.app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := s.app.User(r)
		if err != nil {
			t.Errorf("behind Protect: got %v", err)
		}
		_, _ = fmt.Fprintf(w, "%s %s of %s: %s", r.Method, user.Subject, user.Issuer, r.PostFormValue("text"))
	})))
	s.Handle("GET /token", s.app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, _ := s.app.User(r)
		_, _ = io.WriteString(w, user.FormToken)
	})))
	s.Handle("/call", s.app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target := s.api.URL + "/notes"
		if r.URL.Query().Has("to") {
			target = r.URL.Query().Get("to")
		}
		req, err := http.NewRequestWithContext(r.Context(), r.Method, target, bytes.NewReader([]byte(`{"text":"milk"}`)))
		if err != nil {
			t.Error(err)
			return
		}
		resp, err := s.app.Client(r).Do(req)
		switch {
		case errors.Is(err, bff.ErrNobody):
			http.Error(w, "nobody", http.StatusGone)
			return
		case err != nil:
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		if s.app.StepUp(w, r, resp, "/call") {
			return
		}
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
	})))
	return s
}

func (s shop) user(t *testing.T) *browser {
	t.Helper()
	b := newBrowser(t, s)
	wantStatus(t, b.signIn(s.Issuer), http.StatusSeeOther)
	return b
}

var page = header{"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}

func plus(h header, name, value string) header {
	more := header{name: value}
	for k, v := range h {
		if k != name {
			more[k] = v
		}
	}
	return more
}

// The page of one's own is at /, and that of Notes is nowhere.
func TestMountBesideOwnPages(t *testing.T) {
	s := newShop(t)
	b := newBrowser(t, s)
	if got := body(b.get("/")); got != "hello nobody" {
		t.Errorf("got %s", got)
	}
	b = s.user(t)
	if got := body(b.get("/")); got != "hello Alice Adams" {
		t.Errorf("got %s", got)
	}
	wantStatus(t, b.call("GET", "/session", ""), http.StatusOK)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	wantStatus(t, b.get("/jwks.json"), http.StatusOK)
	for _, path := range []string{"/notes", "/readyz", "/livez", "/nothing"} {
		if resp := b.do("POST", path, "", nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404: it is not the client's to answer", path, resp.StatusCode)
		}
	}
	wantStatus(t, b.call("POST", "/logout", ""), http.StatusSeeOther)
	if got := body(b.get("/")); got != "hello nobody" {
		t.Errorf("got %s", got)
	}
}

// Whatever an importer's mux already has, or gets later: their pages and our routes
// stand beside each other.
func TestMountBesidePatternsOfAnImporter(t *testing.T) {
	theirs := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "theirs") })
	for name, list := range map[string][]string{
		"GET of everything":          {"GET /"},
		"everything, and GET of it":  {"/", "GET /", "POST /"},
		"a page with a name":         {"GET /{page}", "POST /{page}"},
		"a page of any depth":        {"GET /{path...}", "POST /{path...}"},
		"a host":                     {"www.localhost/", "GET api.localhost/"},
		"other methods of our paths": {"POST /login", "PUT /session", "GET /logout"},
		"more specific than ours":    {"GET /api/own", "POST /api/own/deep/"},
		"pages below a name":         {"GET /shop/{a}/{b}", "/shop/{rest...}"},
		"subtrees of theirs":         {"GET /app/", "GET /docs/{page...}", "POST /app/", "GET /"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			for _, first := range []bool{true, false} {
				mux := http.NewServeMux()
				if first {
					r.app.Mount(mux)
				}
				for _, pattern := range list {
					mux.Handle(pattern, theirs)
				}
				if !first {
					r.app.Mount(mux)
				}
				b := newBrowser(t, mux)
				wantStatus(t, b.call("GET", "/session", ""), http.StatusOK)
				wantStatus(t, b.get("/login"), http.StatusFound)
				for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} { // no CSRF header: ours
					wantStatus(t, b.do(method, "/api/notes", "", nil), http.StatusForbidden)
				}
			}
		})
	}
}

func TestProtectTurnsNobodyAway(t *testing.T) {
	s := newShop(t)
	b := newBrowser(t, s)
	t.Run("a page goes to the sign-in and comes back", func(t *testing.T) {
		resp := b.do("GET", "/orders?x=1", "", page)
		wantStatus(t, resp, http.StatusSeeOther)
		login := resp.Header.Get("Location")
		if login != "/login?return_to="+url.QueryEscape("/orders?x=1") || resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", resp.Header)
		}
		resp = b.get("/callback?" + s.Approve(t, b.start(login)).Encode())
		if got := resp.Header.Get("Location"); got != "/orders?x=1" {
			t.Errorf("got %q, want where the user was going", got)
		}
	})
	t.Run("a call is 401", func(t *testing.T) {
		resp := newBrowser(t, s).call("GET", "/orders", "")
		wantStatus(t, resp, http.StatusUnauthorized)
		if !strings.Contains(body(resp), `"login_required"`) || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("got %v", resp.Header)
		}
	})
	t.Run("L-12 an address that return_to cannot hold is not kept", func(t *testing.T) {
		resp := newBrowser(t, s).do("GET", "/orders?x="+strings.Repeat("a", 2000), "", page)
		if got := resp.Header.Get("Location"); got != "/login?return_to=%2F" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a Strict cookie that was kept back is asked for, not the user", func(t *testing.T) {
		resp := newBrowser(t, s).do("GET", "/orders?x=1", "", plus(page, "Sec-Fetch-Site", "cross-site"))
		wantStatus(t, resp, http.StatusOK)
		if got := resp.Header.Get("Refresh"); got != "0; url=/orders?x=1" {
			t.Errorf("got Refresh %q", got)
		}
	})
}

// L-14: what changes something comes from our own pages.
// With two Servers in one process, each knows its own users only: the one that let the request
// through must not make its user one of the other.
func TestUserOfAnotherServer(t *testing.T) {
	shop, admin := newShop(t), newRig(t, func(c *configT) { c.CookiePrefix = "admin-" })
	shop.Handle("GET /admin", shop.app.Recognize(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := admin.app.User(r)
		_, calls := admin.app.Client(r).Get(admin.api.URL + "/notes")
		_, _ = fmt.Fprintf(w, "%q %t %t", user.Subject, errors.Is(err, bff.ErrNobody), errors.Is(calls, bff.ErrNobody))
	})))
	if got := body(shop.user(t).get("/admin")); got != `"" true true` {
		t.Errorf("got %s: a user of another server", got)
	}
}

func TestProtectCSRF(t *testing.T) {
	s := newShop(t)
	b := s.user(t)
	token := body(b.get("/token"))
	form := header{"Content-Type": "application/x-www-form-urlencoded", "Origin": home, "Sec-Fetch-Site": "same-origin"}
	sent := url.Values{"csrf": {token}, "text": {"milk"}}.Encode()
	if got := body(b.do("POST", "/orders", sent, form)); got != "POST alice of "+s.URL+": milk" {
		t.Errorf("a form: got %s", got)
	}
	if got := b.call("POST", "/orders", ""); got.StatusCode != http.StatusOK {
		t.Errorf("a call: got %d", got.StatusCode)
	}
	for name, tt := range map[string]struct {
		sent    string
		headers header
	}{
		"L-14 form without token":     {"text=milk", form},
		"L-14 token of another":       {"csrf=AAAA", form},
		"token twice":                 {sent + "&csrf=" + token, form},
		"cross-site":                  {sent, plus(form, "Sec-Fetch-Site", "cross-site")},
		"other origin":                {sent, plus(form, "Origin", "http://evil.localhost")},
		"token as JSON":               {`{"csrf":"` + token + `"}`, plus(form, "Content-Type", "application/json")},
		"L-14 call without header":    {"", header{}},
		"L-14 call from another site": {"", plus(ours, "Sec-Fetch-Site", "cross-site")},
	} {
		t.Run(name, func(t *testing.T) {
			wantStatus(t, b.do("POST", "/orders", tt.sent, tt.headers), http.StatusForbidden)
		})
	}
}

// The token goes nowhere but below the base URL of the API, whatever path a program
// builds of what its users typed.
func TestClientStaysBelowTheBaseURL(t *testing.T) {
	s := newShop(t, func(c *bff.Config) { c.APIURL += "/base/v1" })
	b := s.user(t)
	for path, below := range map[string]bool{
		"/base/v1/notes": true, "/base/v1/": true, "/base/v1/notes/": true, "/base/v1/notes/a%20b@c:d": true, "/base/v1/notes?next=../..": true,
		"/base/v1/../admin": false, "/base/v1/%2e%2e/admin": false, "/base/v1/.%2E/admin": false, "/base/v1/..%2fadmin": false, "/base/v1/..%5cadmin": false, `/base/v1/..\admin`: false,
		"/base/v1/%252e%252e/admin": false, "/base/v1/..;/admin": false, "/base/v1/%2e%2e%3b/admin": false, "/base/v1/notes/..": false, "/base/v1/%c0%ae%c0%ae/admin": false,
		"/base/v1//evil": false, "/base/v1/notes%00": false, "/base/v10/notes": false, "/base/v1": false, "/base%2fv1/notes": false, "/BASE/v1/notes": false, "/admin": false,
	} {
		before := s.api.count()
		resp := b.get("/call?to=" + url.QueryEscape(s.api.URL+path))
		if got := s.api.count() > before; got != below || below != (resp.StatusCode == http.StatusOK) {
			t.Errorf("%s: got %d %s, called %v, want %v", path, resp.StatusCode, body(resp), got, below)
		}
		if !below {
			continue
		}
		if got, _ := s.api.last(t); got.RequestURI != path {
			t.Errorf("got %s, want %s", got.RequestURI, path)
		}
	}
}

// A Host field of its own would reach another site of a shared server.
func TestClientSendsTheHostOfTheAPI(t *testing.T) {
	s := newShop(t)
	b := s.user(t)
	asked := httptest.NewRequestWithContext(t.Context(), "GET", home+"/", nil)
	asked.AddCookie(&http.Cookie{Name: sessionCookie, Value: b.sessionID()})
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.api.URL+"/notes", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example"
	resp, err := s.app.Client(asked).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got, _ := s.api.last(t); "http://"+got.Host != s.api.URL || req.Host != "evil.example" {
		t.Errorf("got Host %s", got.Host)
	}
	kept := *req.URL
	for path, stale := range map[string]string{"/base/../admin": "/notes", "/admin;x": "/notes/a"} { // a path that was set without its raw form
		req.URL.Path, req.URL.RawPath = path, stale
		if resp, err := s.app.Client(asked).Do(req); !errors.Is(err, proxy.ErrElsewhere) {
			t.Errorf("%s beside the raw path %s: got %v %v", path, stale, resp, err)
		}
	}
	*req.URL = kept
	req.URL.Opaque = "//" + req.URL.Host + "/base/../admin"
	if resp, err := s.app.Client(asked).Do(req); !errors.Is(err, proxy.ErrElsewhere) {
		t.Errorf("an opaque URL: got %v %v", resp, err)
	}
}

// The token of the session, as the proxy would use it, for one API alone.
func TestClientOfAUser(t *testing.T) {
	for name, options := range map[string][]option{"bearer": nil, "N-09 bound": {bound}} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, options...)
			b := s.user(t)
			if got := body(b.get("/call")); got != `{"notes":[]}` {
				t.Errorf("got %s", got)
			}
			s.clock.Move(6 * time.Minute)
			wantStatus(t, b.get("/call"), http.StatusOK) // L-19 refreshed ahead
			s.RevokeAccessTokens()
			wantStatus(t, b.call("POST", "/call", ""), http.StatusOK) // and after a 401, with the body
			if _, sent := s.api.last(t); sent != `{"text":"milk"}` || len(s.Requests("/token")) != 3 {
				t.Errorf("got %s and %d token requests, want the body again and 3", sent, len(s.Requests("/token")))
			}
			s.RevokeGrants()
			s.clock.Move(6 * time.Minute)
			wantStatus(t, b.get("/call"), http.StatusGone)
			if strings.Contains(b.seen.String(), "eyJ") {
				t.Error("L-04: the browser saw a token")
			}
		})
	}
}

func TestClientKeepsTheTokenFromOthers(t *testing.T) {
	s := newShop(t)
	b := s.user(t)
	other := startAPI(t, s.Issuer)
	for name, target := range map[string]string{
		"another server": other.URL + "/notes", "another scheme": strings.Replace(s.api.URL, "http", "https", 1) + "/notes",
		"a user in it": strings.Replace(s.api.URL, "://", "://x@", 1) + "/notes", "the issuer": s.URL + "/userinfo",
	} {
		resp := b.get("/call?to=" + url.QueryEscape(target))
		wantStatus(t, resp, http.StatusBadGateway)
		if !strings.Contains(body(resp), proxy.ErrElsewhere.Error()) {
			t.Errorf("%s: got %s", name, body(resp))
		}
	}
	s.api.answer = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }
	wantStatus(t, b.get("/call"), http.StatusFound)
	if n := other.count(); n != 0 {
		t.Errorf("got %d calls at another server", n)
	}
}

func TestStepUpOfAMountedHandler(t *testing.T) {
	s := newShop(t)
	b := s.user(t)
	satisfied := demanding(s.rig, challenge)
	resp := b.call("GET", "/call", "")
	wantStatus(t, resp, http.StatusUnauthorized)
	if got := body(resp); !strings.Contains(got, `"login":"/login?step_up=`) {
		t.Errorf("a call: got %s", got)
	}
	resp = b.do("GET", "/call", "", page)
	wantStatus(t, resp, http.StatusSeeOther)
	resp = b.get("/callback?" + s.Approve(t, b.start(resp.Header.Get("Location"))).Encode())
	if got := resp.Header.Get("Location"); got != "/call" {
		t.Errorf("got %q, want back to the page", got)
	}
	satisfied.Store(true)
	wantStatus(t, b.get("/call"), http.StatusOK)
}

// The claims that were asked for, of ID token and UserInfo. They are encrypted in Redis.
func TestUserHasClaims(t *testing.T) {
	s := newShop(t)
	s.Configure(func(i *issuerT) {
		i.Claims = func(c jwt.MapClaims) { c["groups"] = []string{"staff", "night"} }
		i.Userinfo = func(info map[string]any) { info["email"], info["groups"] = "alice@example.com", []string{"admin"} }
	})
	var user bff.User
	s.Handle("GET /me", s.app.Protect(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { user, _ = s.app.User(r) })))
	wantStatus(t, s.user(t).get("/me"), http.StatusOK)
	var groups []string
	var email string
	if !user.Claim("groups", &groups) || !slices.Equal(groups, []string{"staff", "night"}) || !user.Claim("email", &email) || email != "alice@example.com" {
		t.Errorf("got %v %q of %s, want those of the ID token before those of UserInfo", groups, email, user.Claims)
	}
	if user.Claim("nonce", &email) || user.Claim("email", &groups) || user.Claim("nothing", &email) {
		t.Error("got a claim of the token, of another type, or that is not there")
	}
	for _, key := range sessionKeys(t, s.rig) {
		if record := s.redis.HGetAll(t.Context(), key).Val(); strings.Contains(fmt.Sprint(record), "alice@example.com") {
			t.Error("Redis has the claim in clear")
		}
	}
}

// A larger body is a setting.
func TestBodyLimit(t *testing.T) {
	for limit, status := range map[int64]int{0: http.StatusRequestEntityTooLarge, 100_000: http.StatusOK} {
		r := newRig(t, func(c *configT) { c.BodyLimit = limit })
		b := r.signedIn(t)
		wantStatus(t, b.call("POST", "/api/notes", strings.Repeat("a", 90_000)), status)
	}
}
