package bff_test

import (
	"html"
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/teach"
)

// callbackPage is the page of a callback that is refused.
func callbackPage(t *testing.T, r *rig, change func(b *browser, answer url.Values) (path string, more header)) string {
	t.Helper()
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login"))
	path, more := change(b, answer)
	with := header{"Accept": "text/html"}
	for name, value := range more {
		with[name] = value
	}
	resp := b.do("GET", path, "", with)
	if resp.StatusCode < 400 || resp.StatusCode >= 500 {
		t.Errorf("got %d, want 4xx", resp.StatusCode)
	}
	page := html.UnescapeString(body(resp))
	for _, secret := range []string{answer.Get("code"), answer.Get("state")} {
		if secret != "" && strings.Contains(page, secret) {
			t.Errorf("the page holds %q", secret)
		}
	}
	return page
}

// In the dev profile the page of a refused callback says why, and what to change.
func TestRefusedCallbacksTeach(t *testing.T) {
	same := func(_ *browser, q url.Values) (string, header) { return "/callback?" + q.Encode(), nil }
	for name, tt := range map[string]struct {
		spoil  func(*issuerT)
		change func(b *browser, q url.Values) (string, header)
		check  string
		want   []string
	}{
		teach.StateCookie + ": opened under another host": {nil, func(b *browser, q url.Values) (string, header) {
			clear(b.cookies)
			return "/callback?" + q.Encode(), header{"Host": "notes.lan:8080"}
		}, "client.state.bound", []string{"localhost in place of app.localhost", "The first difference is at character", "Always use app.localhost:8080"}},
		teach.StateCookie + ": in another browser": {nil, func(b *browser, q url.Values) (string, header) {
			clear(b.cookies)
			return "/callback?" + q.Encode(), nil
		}, "client.state.bound", []string{"The host is right, but the browser sent no cookie of a sign-in"}},
		teach.StateCookie + ": in a frame of another site": {nil, func(b *browser, q url.Values) (string, header) {
			clear(b.cookies)
			return "/callback?" + q.Encode(), header{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}
		}, "client.state.bound", []string{"SameSite=Lax"}},
		teach.StateCookie + ": state of another sign-in": {nil, func(_ *browser, q url.Values) (string, header) {
			return "/callback?" + with(q, "state", "another").Encode(), nil
		}, "client.state.bound", []string{"cookies of other sign-ins, but not of this one"}},
		teach.ReusedCode: {nil, func(b *browser, q url.Values) (string, header) {
			before := maps.Clone(b.cookies)
			b.get("/callback?" + q.Encode())
			b.cookies = before
			return "/callback?" + q.Encode(), nil
		}, "client.state.unused", nil},
		teach.Issuer: {nil, func(_ *browser, q url.Values) (string, header) {
			return "/callback?" + with(q, "iss", q.Get("iss")+"/").Encode(), nil
		}, "client.iss.match", []string{"The path ends in /, the expected one has no slash at the end."}},
		teach.ClockSkew: {func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["exp"] = 1 }
		}, same, "client.idtoken.exp", nil},
		teach.Audience: {func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["aud"] = "another-client" }
		}, same, "client.idtoken.aud", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			if tt.spoil != nil {
				r.Configure(tt.spoil)
			}
			page := callbackPage(t, r, tt.change)
			lesson := teach.Of(tt.check)
			for _, want := range append(tt.want, lesson.Title, lesson.Cause, lesson.Fix, tt.check) {
				if want == "" || !strings.Contains(page, want) {
					t.Errorf("the page lacks %q: %s", want, page)
				}
			}
		})
	}
}

// In production the page has the fields of the protocol only.
func TestRefusedCallbacksOfProduction(t *testing.T) {
	r := newRig(t, production)
	resp := newBrowser(t, r.app).do("GET", "/callback?state=x&code=y", "", header{"Accept": "text/html"})
	page := html.UnescapeString(body(resp))
	lesson := teach.Of("client.state.bound")
	for _, hidden := range []string{lesson.Title, lesson.Cause, "client.state.bound", "cookie of a sign-in", "RFC 9700", "inspector"} {
		if strings.Contains(page, hidden) {
			t.Errorf("the page of production has %q: %s", hidden, page)
		}
	}
	if !strings.Contains(page, "invalid_request") {
		t.Errorf("the page lacks the error code: %s", page)
	}
}
