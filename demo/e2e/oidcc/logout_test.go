package oidcc_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
)

// goodbye is a request to the end session endpoint, and the expected result.
type goodbye struct {
	name    string
	request func(got tokens) url.Values
	back    bool // the browser is redirected to the client at once
	asks    bool // the user is asked, and stays signed in until they confirm
}

func TestRPInitiatedLogoutOP(t *testing.T) {
	modules := []module{{"CR-01 oidcc-rp-initiated-logout-discovery-endpoint-verification", func(t *testing.T, rp *relyingParty) {
		if got := discover(t, rp.srv).EndSessionEndpoint; got != rp.srv.URL+"/logout" {
			t.Errorf("end_session_endpoint: got %q", got)
		}
	}}}
	for _, g := range goodbyes() {
		modules = append(modules, module{g.name, func(t *testing.T, rp *relyingParty) { g.tell(t, rp) }})
	}
	run(t, authservertest.Start(t), modules)
}

func goodbyes() []goodbye {
	request := func(pairs ...string) func(tokens) url.Values {
		return func(got tokens) url.Values {
			v := url.Values{}
			for i := 0; i+1 < len(pairs); i += 2 {
				v.Set(pairs[i], strings.NewReplacer("HINT", got.IDToken, "UNSIGNED", unsigned(got.IDToken), "FORGED", forged(got.IDToken)).Replace(pairs[i+1]))
			}
			return v
		}
	}
	const hint, uri, state = "id_token_hint", "post_logout_redirect_uri", "state"
	return []goodbye{
		{"CR-02 oidcc-rp-initiated-logout", request(hint, "HINT", uri, afterLogout, state, "s 1"), true, false},
		{"CR-03 oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", request(hint, "HINT", uri, "https://evil.example/", state, "s"), false, true},
		{"CR-04 oidcc-rp-initiated-logout-modified-id-token-hint", request(hint, "UNSIGNED", uri, afterLogout, state, "s"), false, true},
		{"CR-05 oidcc-rp-initiated-logout-no-id-token-hint", request(uri, afterLogout, state, "s"), false, true},
		{"CR-06 oidcc-rp-initiated-logout-no-params", request(), false, true},
		{"CR-07 oidcc-rp-initiated-logout-no-post-logout-redirect-uri", request(hint, "HINT"), false, false},
		{"CR-08 oidcc-rp-initiated-logout-no-state", request(hint, "HINT", uri, afterLogout), true, false},
		{"CR-09 oidcc-rp-initiated-logout-only-state", request(state, "s"), false, true},
		{"CR-10 oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", request(hint, "HINT", uri, afterLogout+"?foo=bar", state, "s"), false, true},
		{"CR-11 oidcc-rp-initiated-logout-bad-id-token-hint", request(hint, "FORGED", uri, afterLogout, state, "s"), false, true},
	}
}

func (g goodbye) tell(t *testing.T, rp *relyingParty) {
	t.Helper()
	b := rp.srv.Browser(t)
	_, got, _ := rp.flow(t, b)
	sent := g.request(got)
	b.Open(rp.srv.URL + "/logout?" + sent.Encode())
	returned := b.ReturnedTo()
	if (returned != nil) != g.back {
		t.Fatalf("the browser is at %v, status %d: %s", returned, b.Status(), b.Text())
	}
	if g.back && (!strings.HasPrefix(returned.String(), afterLogout) || returned.Query().Get("state") != sent.Get("state") || returned.Query().Has("state") != sent.Has("state")) {
		t.Errorf("returned to %s", returned)
	}
	if alive := rp.visit(b, "prompt", "none").returned.Has("code"); alive != g.asks {
		t.Errorf("signed in still: got %t, want %t", alive, g.asks)
	}
	if sent.Has("id_token_hint") || sent.Has("post_logout_redirect_uri") {
		return
	}
	b.Open(rp.srv.URL+"/logout?"+sent.Encode()).Press("decision", "sign-out") // the user is asked and confirms
	if again := rp.visit(b, "prompt", "none"); again.returned.Get("error") != "login_required" {
		t.Errorf("after the user's word: got %v", again.returned)
	}
}

// unsigned returns the token with alg none; forged returns it with another signature.
func unsigned(token string) string {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
	parts := strings.Split(token, ".")
	return header + "." + parts[1] + "."
}

func forged(token string) string {
	at := strings.LastIndex(token, ".") + 1
	return token[:at] + base64.RawURLEncoding.EncodeToString(make([]byte, 256))
}
