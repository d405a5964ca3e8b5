package authserver_test

import (
	"net/url"
	"testing"
	"time"
)

func TestChecksOfTheAuthorizationEndpointRefuse(t *testing.T) {
	ask := func(pairs ...string) func(s *scene) { return func(s *scene) { s.authorize(pairs...) } }
	other := func(s *scene) string { // an ID token of bob
		a := s.as("notes")
		b := s.srv.Browser(s.t).Open(a.authorizeURL("openid", map[string]string{"prompt": "consent"})).Login("bob", "builder").Approve()
		return a.redeem(b.Returned().Get("code")).IDToken
	}
	signedIn := func(s *scene, scope string, more map[string]string) { // uses a browser in which alice is signed in
		b, _ := s.signedIn()
		b.Open(s.as("notes").authorizeURL(scope, more))
	}
	refusals{
		"as.request.single":       func(s *scene) { s.srv.Browser(s.t).Open(s.as("notes").authorizeURL("openid", nil) + "&nonce=again") },
		"as.request.client":       ask("client_id", "ghost"),
		"as.redirect_uri.present": ask("redirect_uri", ""),
		"as.redirect_uri.exact":   ask("redirect_uri", "http://app.localhost:8080/Callback"),

		"as.response_type.present": ask("response_type", ""),
		"as.response_type.code":    ask("response_type", "token"),
		"as.response_mode.known":   ask("response_mode", "fragment"),
		"as.request_object.absent": ask("request", "x"),
		"as.request_uri.absent":    ask("request_uri", "https://evil.example/"),
		"as.pkce.required":         ask("code_challenge", ""),
		"as.pkce.s256_only":        ask("code_challenge_method", "plain"),
		"as.scope.well_formed":     ask("scope", `openid "`),
		"as.scope.present":         ask("scope", ""),
		"as.scope.known":           ask("scope", "openid bogus"),
		"as.resource.known":        ask("resource", "https://evil.example"),
		"as.request.length":        ask("nonce", tooLong),
		"as.prompt.well_formed":    ask("prompt", "none login"),
		"as.max_age.well_formed":   ask("max_age", "-1"),
		"as.id_token_hint.genuine": ask("id_token_hint", "x"),
		"as.claims.well_formed":    ask("claims", "[]"),
		"as.acr.attainable":        ask("claims", `{"id_token":{"acr":{"essential":true,"values":["gold"]}}}`),
		"as.prompt.signed_in":      ask("prompt", "none"),
		"as.dpop.jkt_form":         ask("dpop_jkt", "x"),
		"as.client.code_allowed":   func(s *scene) { s.srv.Browser(s.t).Open(s.as("no-code").authorizeURL("openid", nil)) },
		"as.prompt.consented":      func(s *scene) { signedIn(s, "openid email", map[string]string{"prompt": "none"}) },
		"as.id_token_hint.match":   func(s *scene) { signedIn(s, "openid", map[string]string{"prompt": "none", "id_token_hint": other(s)}) },
		"as.claims.subject": func(s *scene) {
			_, got := s.signedIn()
			signedIn(s, "openid", map[string]string{"id_token_hint": got.IDToken, "claims": `{"id_token":{"sub":{"value":"somebody"}}}`})
		},
	}.run(t)
}

func TestChecksOfPushedRequestsRefuse(t *testing.T) {
	pushed := func(s *scene) string { return s.as("notes").pushGood(nil) }
	refusals{
		"as.par.no_reference": func(s *scene) {
			s.send("notes", "/par", s.as("notes").request(map[string]string{"request_uri": "urn:x"}))
		},
		"as.par.expiry": func(s *scene) { to := pushed(s); s.srv.Advance(2 * time.Minute); s.srv.Browser(s.t).Open(to) },
		"as.par.client_bound": func(s *scene) {
			s.srv.Browser(s.t).Open(swap(s.t, pushed(s), "client_id", "shop"))
		},
		"as.par.required": func(s *scene) { s.srv.Browser(s.t).Open(s.as("pusher").authorizeURL("openid", nil)) },
	}.run(t)
}

// swap returns the URL with another value of one parameter.
func swap(t *testing.T, raw, name, value string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	u.RawQuery = with(u.Query(), name, value).Encode()
	return u.String()
}
