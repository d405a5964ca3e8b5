package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func pushing(c *configT) { c.PAR = "always" }

// CP-01 by PAR: nothing but client_id and request_uri passes the browser (RFC 9126 §4).
func TestPushedRequest(t *testing.T) {
	r := newRig(t, pushing)
	b := newBrowser(t, r.app)
	location := b.start("/login?return_to=/notes")
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	if q := u.Query(); len(q) != 2 || q.Get("client_id") != "notes" || !strings.HasPrefix(q.Get("request_uri"), "urn:") {
		t.Errorf("N-01: got %v in the front channel, want client_id and request_uri", q)
	}
	pushed := r.Requests("/par")
	if len(pushed) != 1 {
		t.Fatalf("got %d pushed requests, want one", len(pushed))
	}
	for _, name := range []string{"state", "nonce", "code_challenge", "redirect_uri", "scope", "resource", "response_type"} {
		if pushed[0].Form.Get(name) == "" {
			t.Errorf("got no %s in the pushed request", name)
		}
	}
	if pushed[0].Header.Get("Authorization") == "" {
		t.Error("L-22: got a pushed request without client authentication")
	}
	resp := b.get("/callback?" + r.Approve(t, location).Encode())
	wantStatus(t, resp, http.StatusSeeOther)
	if got := resp.Header.Get("Location"); got != "/notes" {
		t.Errorf("got %q, want /notes", got)
	}
}

func TestWhenRequestsArePushed(t *testing.T) {
	for name, tt := range map[string]struct {
		setting  option
		required bool
		want     int
	}{
		"auto, not required":  {func(c *configT) { c.PAR = "auto" }, false, 0},
		"N-05 auto, required": {func(c *configT) { c.PAR = "auto" }, true, 1},
		"always":              {pushing, false, 1},
		"never":               {func(c *configT) { c.PAR = "never" }, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, tt.setting)
			r.Configure(func(i *issuerT) { i.RequirePAR = tt.required })
			newBrowser(t, r.app).start("/login")
			if got := len(r.Requests("/par")); got != tt.want {
				t.Errorf("got %d pushed requests, want %d", got, tt.want)
			}
		})
	}
}

// A push that fails is told plainly, and nothing of the login is left: no cookie,
// no record, no redirect.
func TestPushFails(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*issuerT)
		status int
		check  string
	}{
		"endpoint away":       {func(i *issuerT) { i.Down = func(r *http.Request) bool { return r.URL.Path == "/par" } }, http.StatusServiceUnavailable, ""},
		"N-02 client refused": {func(i *issuerT) { i.ClientSecret = "another" }, http.StatusBadGateway, "client.par.accepted"},
		"no endpoint": {func(i *issuerT) {
			i.Metadata = func(m map[string]any) { delete(m, "pushed_authorization_request_endpoint") }
		}, http.StatusServiceUnavailable, "client.par.offered"},
		"I-06 endpoint elsewhere": {func(i *issuerT) {
			i.Metadata = func(m map[string]any) { m["pushed_authorization_request_endpoint"] = "http://evil.example/par" }
		}, http.StatusServiceUnavailable, "client.discovery.endpoints"},
		"no reference": {func(i *issuerT) { i.Pushed = func(a map[string]any) { delete(a, "request_uri") } }, http.StatusBadGateway, "client.par.accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, pushing)
			r.Configure(tt.change)
			b := newBrowser(t, r.app)
			resp := b.do("GET", "/login", "", header{"Accept": "text/html"})
			wantStatus(t, resp, tt.status)
			if len(resp.Cookies()) != 0 || resp.Header.Get("Location") != "" || !strings.Contains(resp.Header.Get("Content-Type"), "text/html") {
				t.Errorf("got %v, want a page and nothing begun", resp.Header)
			}
			if keys := r.redis.Keys(t.Context(), "client:login:*").Val(); len(keys) != 0 {
				t.Errorf("got %q in Redis, want no login", keys)
			}
			if tt.check != "" && !strings.Contains(r.log.String(), "check="+tt.check) {
				t.Errorf("the log does not name %q", tt.check)
			}
		})
	}
}
