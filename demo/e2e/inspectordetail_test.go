package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// Of a message beside the diagram, a reader must see request, response and the decisive check without
// scrolling, in a window of 1280×800.
func TestBrowserShowsRequestResponseAndDecisiveCheckAtOnce(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	user := s.SignIn(t)
	if got := user.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusOK {
		t.Fatalf("got status %d, want 200", got)
	}
	redeem(t, s, url.Values{"grant_type": {"authorization_code"}, "code": {oauth.NewSecret()}, "client_id": {"native"}, "code_verifier": {oauth.NewSecret()}})
	for name, tt := range map[string]struct{ query, path, check string }{
		"detail-token":    {"find=/token&channel=back", "POST /token", ".decisive > li"},
		"detail-refused":  {"find=/token&refused=1", "POST /token", ".checks .failed"},
		"detail-callback": {"find=/callback", "GET /callback", ".decisive > li"},
		"detail-api":      {"find=rs.aud", "GET /notes", ".decisive > li"},
	} {
		b.Window(1280, 800)
		b.Open(s.Inspector + "/messages?" + tt.query)
		b.Await(".hop")
		b.Open(b.Evaluate(`(document.querySelector(".flow .hop:not(.refused) a.cover[href^='/hops/']") || document.querySelector(".hop a.cover")).href`))
		b.AwaitText("#detail-title", tt.path)
		for _, part := range []string{"#d-request", "#d-response", ".params > li", tt.check} {
			if got := b.Evaluate(`(() => { const r = document.querySelector(` + "`#detail " + part + "`" + `).getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight ? "" : r.top + " to " + r.bottom; })()`); got != "" {
				t.Errorf("%s: %s is at %s, which is outside of the window", name, part, got)
			}
		}
		b.Evaluate(`(() => { const all = new CSSStyleSheet(); all.replaceSync("#detail { position: static !important; max-block-size: none !important; }"); document.adoptedStyleSheets = [all]; return ""; })()`)
		b.Picture(name, chromium.Everywhere)
	}
	for _, problem := range b.Problems() {
		t.Errorf("console of the inspector: %s", problem)
	}
}

// redeem sends a token request.
func redeem(t *testing.T, s *rig.Stack, form url.Values) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}
