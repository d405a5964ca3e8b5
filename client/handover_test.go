package client_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// An app gets a session of its own, and a call with it reaches the API with a token.
func TestAppSignsIn(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	back := p.back(r.Approve(t, p.agree(r.Issuer)))
	if back.Get("state") != "of the app" || len(back.Get("handover")) != 43 || len(back) != 2 {
		t.Errorf("got %v, want a hand-over of 256 bits and the state of the app", back)
	}
	resp := p.redeem(back.Get("handover"), p.verifier)
	if got := resp.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("M-04: got Cache-Control %q, want no-store", got)
	}
	given := p.keep(resp)
	if !strings.HasPrefix(given.Session, "app.") || given.ExpiresIn != 8*60*60 || given.User["sub"] != "alice" || given.User["iss"] != r.URL {
		t.Errorf("got %+v", given)
	}
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusOK)
	call, _ := r.api.last(t)
	if got := call.Header.Get("Authorization"); !strings.HasPrefix(got, "Bearer ") || strings.Contains(got, p.id) {
		t.Errorf("upstream: got Authorization %.10s, want the access token", got)
	}
	if got := body(p.call("GET", "/session")); !strings.Contains(got, `"sub":"alice"`) || strings.Contains(got, "cookie") || strings.Contains(got, "csrf") {
		t.Errorf("session: got %s, want alice, and nothing that is for browsers", got)
	}
	if p.browser.sessionID() != "" || len(p.browser.cookies) != 0 {
		t.Errorf("the browser has %v, want no session and no transaction", p.browser.cookies)
	}
}

// A browser that is signed in stays so, as somebody else too.
func TestAppSignInLeavesTheBrowserAlone(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.browser = r.signedIn(t)
	before := p.browser.sessionID()
	p.keep(p.redeem(p.handover(r.Issuer), p.verifier))
	if p.browser.sessionID() != before || p.id == before {
		t.Error("the browser's session has changed")
	}
	wantStatus(t, p.browser.call("GET", "/api/notes", ""), http.StatusOK)
}

// client.handover.redirect, client.handover.challenge: nothing is sent anywhere.
func TestAppRequest(t *testing.T) {
	r := newRig(t, func(c *configT) {
		c.AppRedirects = []string{"http://127.0.0.1/app", "com.example.notes:/app", "https://app.example/back"}
	})
	good := r.phone(t).query()
	for name, tt := range map[string]struct {
		query  url.Values
		status int
		check  string
	}{
		"loopback at any port":           {good, 200, ""},
		"loopback without a port":        {with(good, "redirect", "http://127.0.0.1/app"), 200, ""},
		"private-use scheme":             {with(good, "redirect", "com.example.notes:/app"), 200, ""},
		"claimed https":                  {with(good, "redirect", "https://app.example/back"), 200, ""},
		"no state":                       {with(good, "state"), 200, ""},
		"another port of https":          {with(good, "redirect", "https://app.example:8443/back"), 400, "client.handover.redirect"},
		"another host":                   {with(good, "redirect", "https://evil.example/back"), 400, "client.handover.redirect"},
		"another path":                   {with(good, "redirect", "http://127.0.0.1:1/other"), 400, "client.handover.redirect"},
		"more path":                      {with(good, "redirect", "http://127.0.0.1:1/app/../x"), 400, "client.handover.redirect"},
		"user before the host":           {with(good, "redirect", "http://127.0.0.1:1@evil.example/app"), 400, "client.handover.redirect"},
		"localhost":                      {with(good, "redirect", "http://localhost:1/app"), 400, "client.handover.redirect"},
		"script":                         {with(good, "redirect", "javascript:alert(1)"), 400, "client.handover.redirect"},
		"no redirect":                    {with(good, "redirect"), 400, "client.handover.redirect"},
		"no challenge":                   {with(good, "challenge"), 400, "client.handover.challenge"},
		"challenge that is no hash":      {with(good, "challenge", "plain"), 400, "client.handover.challenge"},
		"challenge twice":                {with(good, "challenge", good.Get("challenge"), good.Get("challenge")), 400, ""},
		"state longer than an app needs": {with(good, "state", strings.Repeat("x", 513)), 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for method, send := range map[string]func(*browser) *http.Response{
				"GET":  func(b *browser) *http.Response { return b.get("/app/login?" + tt.query.Encode()) },
				"POST": func(b *browser) *http.Response { return b.do("POST", "/app/login", tt.query.Encode(), pressed) },
			} {
				if tt.status == 200 && method == "POST" {
					continue
				}
				resp := send(newBrowser(t, r.app))
				r.wantRefused(t, resp, tt.status, tt.check)
				if len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" {
					t.Errorf("%s: got %v, want no cookie and no redirect", method, resp.Header)
				}
			}
		})
	}
}

// RFC 8252 §8.6: the user is asked on a page of ours; nobody else can say yes.
func TestUserIsAsked(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	resp := p.browser.get("/app/login?" + p.query().Encode())
	page := body(resp)
	for _, want := range []string{"a program on this computer (127.0.0.1:49152)", `href="` + appRedirect + `?error=access_denied&amp;state=of`, "cancel."} {
		if !strings.Contains(page, want) {
			t.Errorf("page: got %s, want %s in it", page, want)
		}
	}
	csp := resp.Header.Get("Content-Security-Policy")
	for _, want := range []string{"frame-ancestors 'none'", "form-action 'self' " + r.URL + ";"} {
		if !strings.Contains(csp, want) {
			t.Errorf("policy: got %s, want %s in it", csp, want)
		}
	}
	if resp.Header.Get("Referrer-Policy") != "same-origin" || len(resp.Cookies()) != 0 {
		t.Errorf("got %v, want an Origin with the form, and no cookie", resp.Header)
	}
	form := p.query().Encode()
	for name, headers := range map[string]header{
		"another site's form":             {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
		"another site's link":             {"Sec-Fetch-Site": "cross-site"},
		"sibling of ours":                 {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost:8080"},
		"form of a sandboxed frame":       {"Origin": "null"},
		"typed, or opened by the app":     {"Sec-Fetch-Site": "none"},
		"browser that vouches for nobody": {},
		"browser that contradicts itself": {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
	} {
		t.Run(name, func(t *testing.T) {
			headers["Content-Type"] = "application/x-www-form-urlencoded"
			resp := newBrowser(t, r.app).do("POST", "/app/login", form, headers)
			r.wantRefused(t, resp, http.StatusForbidden, "client.handover.asked")
			if len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" {
				t.Errorf("got %v, want no login", resp.Header)
			}
		})
	}
}

// The page that goes on to the app goes nowhere else.
func TestWayBack(t *testing.T) {
	r := newRig(t, func(c *configT) { c.AppRedirects = []string{"com.example.notes:/app", "http://127.0.0.1/app"} })
	b := newBrowser(t, r.app)
	for _, redirect := range []string{"", "https://evil.example/", "javascript:alert(1)", "http://127.0.0.1:1@evil.example/app", "/"} {
		resp := b.get("/app/back?" + url.Values{"redirect": {redirect}, "handover": {"x"}}.Encode())
		r.wantRefused(t, resp, http.StatusBadRequest, "client.handover.redirect")
		if resp.Header.Get("Refresh") != "" {
			t.Errorf("%q: got %v", redirect, resp.Header)
		}
	}
	resp := b.get("/app/back?" + url.Values{"redirect": {"com.example.notes:/app"}, "handover": {`h"><script>`}, "state": {"a\"b&c"}}.Encode())
	const want = "com.example.notes:/app?handover=h%22%3E%3Cscript%3E&state=a%22b%26c"
	if got := resp.Header.Get("Refresh"); got != "0; url="+want {
		t.Errorf("Refresh: got %s", got)
	}
	if got := body(resp); !strings.Contains(got, `href="`+strings.ReplaceAll(want, "&", "&amp;")+`"`) {
		t.Errorf("page: got %s, want a link", got)
	}
}

// What the authorization server says no to, the app hears of.
func TestAppHearsNo(t *testing.T) {
	r := newRig(t)
	for code, stays := range map[string]bool{"access_denied": false, "server_error": false, "<script>": true} {
		p := r.phone(t)
		answer := r.Approve(t, p.agree(r.Issuer))
		answer = with(with(answer, "code"), "error", code)
		if stays {
			wantStatus(t, p.browser.get("/callback?"+answer.Encode()), http.StatusBadRequest)
			continue
		}
		if back := p.back(answer); back.Get("error") != code || back.Get("state") != "of the app" || back.Has("handover") {
			t.Errorf("%s: got %v", code, back)
		}
	}
}

// L-07: what somebody else's browser began is no hand-over for this app's user.
func TestAppLoginBelongsToItsBrowser(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	answer := r.Approve(t, p.agree(r.Issuer))
	r.wantRefused(t, newBrowser(t, r.app).get("/callback?"+answer.Encode()), http.StatusBadRequest, "client.state.bound")
}

func TestHandoverIsRefused(t *testing.T) {
	r := newRig(t)
	for name, tt := range map[string]struct {
		check string
		try   func(p *phone, code string) *http.Response
	}{
		"no verifier":          {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, "") }},
		"another verifier":     {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, oauth.NewSecret()) }},
		"challenge for itself": {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, oauth.ChallengeOf(p.verifier)) }},
		"unknown":              {"client.handover.known", func(p *phone, _ string) *http.Response { return p.redeem("x", p.verifier) }},
		"none":                 {"client.handover.known", func(p *phone, _ string) *http.Response { return p.redeem("", p.verifier) }},
		"a second time": {"client.handover.unused", func(p *phone, code string) *http.Response {
			p.redeem(code, p.verifier)
			return p.redeem(code, p.verifier)
		}},
		"the right verifier after a wrong one": {"client.handover.unused", func(p *phone, code string) *http.Response {
			p.redeem(code, oauth.NewSecret())
			return p.redeem(code, p.verifier)
		}},
		"after a minute": {"client.handover.fresh", func(p *phone, code string) *http.Response {
			r.clock.Move(time.Minute)
			return p.redeem(code, p.verifier)
		}},
		"in the address": {"", func(p *phone, code string) *http.Response {
			return p.send("POST", "/app/session?handover="+code+"&verifier="+p.verifier, "", header{"Content-Type": "application/x-www-form-urlencoded"})
		}},
		"with a cookie of ours": {"client.session.transport", func(p *phone, code string) *http.Response {
			return p.send("POST", "/app/session", url.Values{"handover": {code}, "verifier": {p.verifier}}.Encode(),
				header{"Content-Type": "application/x-www-form-urlencoded", "Cookie": sessionCookie + "=" + oauth.NewSecret()})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.phone(t)
			resp := tt.try(p, p.handover(r.Issuer))
			r.wantRefused(t, resp, http.StatusBadRequest, tt.check)
			if got := body(resp); strings.Contains(got, "app.") || !strings.Contains(got, `"error":"invalid_`) {
				t.Errorf("got %s, want an error of RFC 6749 §5.2", got)
			}
		})
	}
}

// The tokens behind a hand-over that failed are given back (RFC 7009).
func TestRefusedHandoverGivesTokensBack(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.redeem(p.handover(r.Issuer), oauth.NewSecret())
	if got := len(r.Requests("/revoke")); got != 1 {
		t.Errorf("got %d revocations, want 1", got)
	}
}

func TestHandoverRace(t *testing.T) {
	r := newRig(t)
	replicas := []http.Handler{r.app, r.replica(t)}
	p := r.phone(t)
	code := p.handover(r.Issuer)
	var won atomic.Int32
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 50 {
		wg.Go(func() {
			one := &phone{t: t, app: replicas[i%2]}
			<-start
			switch resp := one.redeem(code, p.verifier); resp.StatusCode {
			case http.StatusOK:
				won.Add(1)
			case http.StatusBadRequest:
			default:
				t.Errorf("got %d %s", resp.StatusCode, body(resp))
			}
		})
	}
	close(start)
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("got %d sessions of one hand-over, want 1", won.Load())
	}
}

// K-09: who was signed out at the issuer while the app was on its way gets nothing.
func TestHandoverOvertakenByLogout(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	code := p.handover(r.Issuer)
	wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusOK)
	r.wantRefused(t, p.redeem(code, p.verifier), http.StatusBadRequest, "client.session.overtaken")
}

// O-14: Redis stops between the steps.
func TestHandoverWithoutRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	r := newRig(t)
	r.redis = rdb
	r.app = r.replica(t)
	p := r.appSignedIn(t)
	code := p.handover(r.Issuer)
	server.Close()
	for name, resp := range map[string]*http.Response{
		"hand-over": p.redeem(code, p.verifier), "call": p.call("GET", "/api/notes"), "session": p.call("GET", "/session"), "logout": p.call("POST", "/logout"),
		"begin": p.browser.do("POST", "/app/login", with(p.query(), "issuer", r.URL).Encode(), pressed),
	} {
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s: got %d, want 503 with Retry-After", name, resp.StatusCode)
		}
	}
	wantStatus(t, p.browser.get("/app/login?"+p.query().Encode()), http.StatusOK) // asking needs no store
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	p.keep(p.redeem(code, p.verifier)) // the hand-over was not spent
}

// Production has no apps but those that it names.
func TestNoAppsNoRoutes(t *testing.T) {
	r := newRig(t, func(c *configT) { c.Profile = config.Production })
	p := r.phone(t)
	wantStatus(t, p.browser.get("/app/login?"+p.query().Encode()), http.StatusNotFound)
	wantStatus(t, p.browser.do("POST", "/app/login", p.query().Encode(), pressed), http.StatusNotFound)
	wantStatus(t, p.redeem("x", "y"), http.StatusNotFound)
}
