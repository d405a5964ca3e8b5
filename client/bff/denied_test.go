package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// L-10: a user who said no gets no session and no error page. The named check
// reports it, and the answer leaves the address bar.
func TestUsersMaySayNo(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login?return_to=/x%3Fy%3D1"))
	answer = with(with(with(answer, "code"), "error", "access_denied"), "error_description", `<script>alert(1)</script>`)
	resp := b.get("/callback?" + answer.Encode())
	r.wantRefused(t, resp, http.StatusSeeOther, "client.response.granted")
	to := resp.Header.Get("Location")
	if b.sessionID() != "" || len(r.Requests("/token")) != 0 || !strings.HasPrefix(to, "/login/denied?") || strings.Contains(to, answer.Get("state")) {
		t.Fatalf("got session %q, %d token requests, and %s", b.sessionID(), len(r.Requests("/token")), to)
	}
	for range 2 { // a page that is loaded again says the same
		resp = b.do("GET", to, "", header{"Accept": "text/html"})
		wantStatus(t, resp, http.StatusOK)
		page := body(resp)
		for _, want := range []string{"You did not allow it", "Nothing was shared", `href="/login?issuer=` + url.QueryEscape(r.URL) + `&amp;return_to=%2Fx%3Fy%3D1"`, `href="/"`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %s: %s", want, page)
			}
		}
		for _, word := range []string{"<script>alert", "client.response.granted", "403", `class="notice error"`} {
			if strings.Contains(page, word) {
				t.Errorf("the page has %s: %s", word, page)
			}
		}
	}
	wantRefused(t, r, b, b.get("/callback?"+answer.Encode())) // L-08: single use even after an error
}

// The page leads to this site only, whoever wrote its address.
func TestThePageOfANoLeadsNowhereElse(t *testing.T) {
	r := newRig(t)
	for _, again := range []string{"https://evil.example/", "//evil.example", "javascript:alert(1)", `/\evil.example`} {
		resp := newBrowser(t, r.app).get("/login/denied?" + url.Values{"again": {again}}.Encode())
		r.wantRefused(t, resp, http.StatusBadRequest, "client.return_to.local")
		if strings.Contains(body(resp), "evil.example") {
			t.Errorf("%q: the page names the address", again)
		}
	}
	resp := newBrowser(t, r.app).get("/login/denied")
	wantStatus(t, resp, http.StatusOK)
	if !strings.Contains(body(resp), `href="/login"`) {
		t.Error("without a parameter the page leads to /login")
	}
}
