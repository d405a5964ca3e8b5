package bff_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// One good sign-in with one thing wrong in the authorization response, and the
// check that refuses it (RFC 6749 §4.1.2, §10.12).
func TestChecksOfTheCallbackRefuse(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(r *rig, q url.Values) url.Values
		check  string
	}{
		"the server said no":    {func(_ *rig, q url.Values) url.Values { return with(with(q, "code"), "error", "invalid_scope") }, "client.response.granted"},
		"code and error":        {func(_ *rig, q url.Values) url.Values { return with(q, "error", "access_denied") }, "client.response.single"},
		"neither":               {func(_ *rig, q url.Values) url.Values { return with(q, "code") }, "client.code.present"},
		"a code of nobody":      {func(_ *rig, q url.Values) url.Values { return with(q, "code", "guessed") }, "client.code.accepted"},
		"ten minutes later":     {func(r *rig, q url.Values) url.Values { r.clock.Move(10 * time.Minute); return q }, "client.state.fresh"},
		"a state of another":    {func(_ *rig, q url.Values) url.Values { return with(q, "state", q.Get("state")[1:]+"A") }, "client.state.bound"},
		"another server's name": {func(_ *rig, q url.Values) url.Values { return with(q, "iss", "https://evil.example") }, "client.iss.match"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := newBrowser(t, r.app)
			answer := tt.change(r, r.Approve(t, b.start("/login")))
			resp := b.get("/callback?" + answer.Encode())
			r.wantRefused(t, resp, resp.StatusCode, tt.check)
			if resp.StatusCode < 400 || b.sessionID() != "" {
				t.Errorf("got %d and session %q, want a refusal and no session", resp.StatusCode, b.sessionID())
			}
		})
	}
}

// A state is redeemed once, also by the browser that owns it (RFC 6749 §10.12).
func TestAUsedStateIsRefusedByItsCheck(t *testing.T) {
	r := newRig(t)
	b := newBrowser(t, r.app)
	answer := r.Approve(t, b.start("/login")).Encode()
	kept := b.copyCookies()
	wantStatus(t, b.get("/callback?"+answer), http.StatusSeeOther)
	tab := newBrowser(t, r.app)
	tab.cookies = kept // the same browser, with the cookie of the login still there
	resp := tab.get("/callback?" + answer)
	r.wantRefused(t, resp, http.StatusBadRequest, "client.state.unused")
}

func (b *browser) copyCookies() map[string]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := map[string]string{}
	for name, value := range b.cookies {
		kept[name] = value
	}
	return kept
}

// Metadata that names another issuer or lacks S256 starts no login (RFC 8414
// §3.3, RFC 9700 §2.1.1).
func TestChecksOfTheMetadataRefuse(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(m map[string]any)
		check  string
	}{
		"another issuer": {func(m map[string]any) { m["issuer"] = "https://evil.example" }, "client.discovery.issuer"},
		"plain only":     {func(m map[string]any) { m["code_challenge_methods_supported"] = []string{"plain"} }, "client.discovery.s256"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) { i.Metadata = tt.change })
			r.wantRefused(t, newBrowser(t, r.app).get("/login"), http.StatusServiceUnavailable, tt.check)
		})
	}
}

// What the browser asks of its own session and of the proxy, with one thing wrong.
func TestChecksOfTheBrowsersRequestsRefuse(t *testing.T) {
	for name, tt := range map[string]struct {
		ask    func(b *browser) *http.Response
		status int
		check  string
	}{
		"return to another site":    {func(b *browser) *http.Response { return b.get("/login?return_to=//evil.example") }, 400, "client.return_to.local"},
		"a path with dots":          {func(b *browser) *http.Response { return b.call("GET", "/api/notes/%2e%2e/whoami", "") }, 404, "client.proxy.path"},
		"a session of nobody":       {func(b *browser) *http.Response { return b.call("DELETE", "/sessions/unknown", "") }, 404, "client.session.own"},
		"a query that is malformed": {func(b *browser) *http.Response { return b.call("GET", "/api/notes?x=%zz", "") }, 400, "client.proxy.query"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.wantRefused(t, tt.ask(r.signedIn(t)), tt.status, tt.check)
		})
	}
}

// A logout token is used once (OIDC Back-Channel Logout §2.6 step 8).
func TestAUsedLogoutTokenIsRefusedByItsCheck(t *testing.T) {
	r := newRig(t)
	token := r.LogoutToken(func(logoutHeader, logoutClaims) {})
	wantStatus(t, hear(t, r.app, token), http.StatusOK)
	r.wantRefused(t, hear(t, r.app, token), http.StatusBadRequest, "client.logout.unused")
}
