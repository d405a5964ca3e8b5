package bff_test

import (
	"net/http"
	"strings"
	"testing"
)

var fromElsewhere = header{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

// RFC 10017 §6.1.3.2: SameSite=Strict. A browser keeps such a cookie back when
// another site sends it here; the page then asks once more by itself.
func TestStrictCookie(t *testing.T) {
	r := newRig(t)
	signedIn := r.signedIn(t)
	signedIn.app = r.pages()
	arriving := newBrowser(t, r.pages()) // as a browser whose cookie is kept back
	t.Run("L-02 a browser from elsewhere is sent on by our own page", func(t *testing.T) {
		resp := arriving.do("GET", "/?state=x&y=%22", "", fromElsewhere)
		wantStatus(t, resp, http.StatusOK)
		if got := resp.Header.Get("Refresh"); got != "0; url=/?state=x&y=%22" {
			t.Errorf("got Refresh %q, want the same address", got)
		}
		doc := document(t, resp)
		if href, _ := doc.Find("main a").Attr("href"); href != "/?state=x&y=%22" {
			t.Errorf("got a link to %q, want the same address", href)
		}
		if resp.Header.Get("Cache-Control") != "no-store" || len(resp.Cookies()) != 0 || doc.Find("form").Length() != 0 {
			t.Error("want a page that is not stored and knows nobody")
		}
	})
	t.Run("L-12 it does not send anybody away", func(t *testing.T) {
		for _, target := range []string{"//evil.example", "/\\evil.example", "/%09/evil.example"} {
			resp := arriving.do("GET", target, "", fromElsewhere)
			if got := resp.Header.Get("Refresh"); strings.Contains(got, "evil") {
				t.Errorf("%s: got Refresh %q", target, got)
			}
		}
	})
	t.Run("our own navigation is not sent on", func(t *testing.T) {
		for name, h := range map[string]header{
			"same origin": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"},
			"typed":       {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
			"no metadata": nil,
		} {
			if resp := arriving.do("GET", "/", "", h); resp.Header.Get("Refresh") != "" || document(t, resp).Find("a[href='/login']").Length() != 1 {
				t.Errorf("%s: got %v, want the page for nobody", name, resp.Header)
			}
		}
	})
	t.Run("who brings the cookie is not sent on", func(t *testing.T) {
		if resp := signedIn.do("GET", "/", "", fromElsewhere); resp.Header.Get("Refresh") != "" {
			t.Error("got sent on")
		}
	})
}

func TestLaxCookie(t *testing.T) {
	r := newRig(t, func(c *configT) { c.CookieSameSite = http.SameSiteLaxMode })
	resp := newBrowser(t, r.app).signIn(r.Issuer)
	for _, c := range resp.Cookies() {
		if c.SameSite != http.SameSiteLaxMode {
			t.Errorf("L-02: got %s, want Lax", c)
		}
	}
	if resp := newBrowser(t, r.pages()).do("GET", "/", "", fromElsewhere); resp.Header.Get("Refresh") != "" {
		t.Error("a Lax cookie is not kept back, and nobody need be sent on")
	}
}
