package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

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
		"challenge twice":                {with(good, "challenge", good.Get("challenge"), good.Get("challenge")), 400, "web.request.single"},
		"state longer than an app needs": {with(good, "state", strings.Repeat("x", 513)), 400, "client.handover.state"},
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
		if !strings.Contains(r.log.String(), "client.response.granted") {
			t.Errorf("%s: the log does not name the check", code)
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

// Production has no apps but those that it names.
func TestNoAppsNoRoutes(t *testing.T) {
	r := newRig(t, production)
	p := r.phone(t)
	wantStatus(t, p.browser.get("/app/login?"+p.query().Encode()), http.StatusNotFound)
	wantStatus(t, p.browser.do("POST", "/app/login", p.query().Encode(), pressed), http.StatusNotFound)
	wantStatus(t, p.redeem("x", "y"), http.StatusNotFound)
}

// client.login.rate: each sign-in leaves a record.
func TestAppLoginRate(t *testing.T) {
	r := newRig(t, func(c *configT) { c.LoginRate = 0.1 })
	p := r.phone(t)
	p.agree(r.Issuer)
	wantStatus(t, p.browser.do("POST", "/app/login", with(p.query(), "issuer", r.URL).Encode(), pressed), http.StatusTooManyRequests)
}

// With several authorization servers the page asks which, and only they are taken.
func TestAppChoosesServer(t *testing.T) {
	pair := newPair(t)
	p := pair.phone(t)
	page := document(t, p.browser.get("/app/login?"+p.query().Encode()))
	for callback, issuer := range map[string]*issuerT{"/callback": pair.Issuer, "/callback/other": pair.hostile} {
		p.callback = callback
		if page.Find(`button[name="issuer"][value="`+issuer.URL+`"]`).Length() != 1 {
			t.Errorf("got no button for %s", issuer.URL)
		}
		given := p.keep(p.redeem(p.handover(issuer), p.verifier))
		if given.User["iss"] != issuer.URL {
			t.Errorf("got %v, want a user of %s", given.User, issuer.URL)
		}
	}
	for _, issuer := range []string{"", "https://evil.example"} {
		resp := p.browser.do("POST", "/app/login", with(p.query(), "issuer", issuer).Encode(), pressed)
		if resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
			t.Errorf("%q: got %d %v, want 400", issuer, resp.StatusCode, resp.Header)
		}
	}
}

func TestAppSettingsAreChecked(t *testing.T) {
	cfg := development()
	cfg.AppRedirects = []string{"http://localhost/app"}
	cfg.HandoverTTL = time.Hour
	err := cfg.Validate()
	for _, setting := range []string{"app-redirects", "handover-ttl"} {
		if err == nil || !strings.Contains(err.Error(), setting) {
			t.Errorf("got %v, want %s named", err, setting)
		}
	}
}
