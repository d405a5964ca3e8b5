package authserver_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
)

func TestChecksOfClientsRefuse(t *testing.T) {
	assert := func(s *scene, change map[string]any) {
		present(s.t, s.srv, "/token", s.key.assert(s.t, s.srv, change), credentials())
	}
	refusals{
		"as.client.one_method": func(s *scene) { s.token("service", "grant_type", "client_credentials", "client_secret", "x") },
		"as.client.same":       func(s *scene) { s.token("service", "grant_type", "client_credentials", "client_id", "notes") },
		"as.client.present":    func(s *scene) { do(s.t, s.srv, request(s.t, "POST", s.srv.URL+"/token", credentials())) },
		"as.client.known":      func(s *scene) { s.token("ghost", "grant_type", "client_credentials") },
		"as.client.method":     func(s *scene) { s.token("web-post", "grant_type", "client_credentials") },
		"as.client.auth": func(s *scene) {
			a := s.as("service")
			a.secret = "wrong"
			do(s.t, s.srv, a.post("/token", credentials()))
		},
		"as.client.confidential":  func(s *scene) { s.post("native", "/introspect", "token", "x") },
		"as.client.grant_allowed": func(s *scene) { s.token("service", "grant_type", "refresh_token", "refresh_token", "x") },

		"as.assertion.type":      func(s *scene) { present(s.t, s.srv, "/token", "no JWT", credentials()) },
		"as.assertion.header":    func(s *scene) { present(s.t, s.srv, "/token", unsigned(s.t, "service-jwt"), credentials()) },
		"as.assertion.signature": func(s *scene) { s.key = newClientKey(s.t, "k1"); assert(s, nil) },
		"as.assertion.subject":   func(s *scene) { assert(s, map[string]any{"iss": "service"}) },
		"as.assertion.audience":  func(s *scene) { assert(s, map[string]any{"aud": "https://other.example"}) },
		"as.assertion.time":      func(s *scene) { assert(s, map[string]any{"exp": s.srv.Now().Add(-time.Hour).Unix()}) },
		"as.assertion.replay":    func(s *scene) { assert(s, map[string]any{"jti": "one"}); assert(s, map[string]any{"jti": "one"}) },
	}.run(t)
}

// unsigned returns an assertion with alg none.
func unsigned(t *testing.T, client string) string {
	t.Helper()
	raw := josetest.Sign(t, "HS256", []byte("x"), map[string]any{"alg": "none"}, map[string]any{"iss": client, "sub": client})
	return raw[:strings.LastIndex(raw, ".")+1]
}

func TestChecksOfTheTokenEndpointRefuse(t *testing.T) {
	refusals{
		"as.grant_type.present": func(s *scene) { s.token("notes") },
		"as.grant_type.known":   func(s *scene) { s.token("notes", "grant_type", "password") },
		"as.code.present":       func(s *scene) { s.token("notes", "grant_type", "authorization_code") },
		"as.code.known":         func(s *scene) { s.token("notes", "grant_type", "authorization_code", "code", "x") },
		"as.code.client_bound":  func(s *scene) { s.send("one-uri", "/token", s.code("notes", "openid", nil)) },
		"as.code.unused": func(s *scene) {
			f := s.code("notes", "openid", nil)
			s.send("notes", "/token", clone(f))
			s.send("notes", "/token", f)
		},
		"as.redirect_uri.same_at_token": func(s *scene) {
			s.send("notes", "/token", with(s.code("notes", "openid", nil), "redirect_uri", "http://localhost:8080/callback"))
		},
		"as.pkce.verifier": func(s *scene) {
			s.send("notes", "/token", with(s.code("notes", "openid", nil), "code_verifier", oauth.NewSecret()))
		},
		"as.pkce.downgrade": func(s *scene) { s.send("basic-op", "/token", s.basicOP()) },

		"as.refresh.present": func(s *scene) { s.token("notes", "grant_type", "refresh_token") },
		"as.refresh.current": func(s *scene) { s.token("notes", "grant_type", "refresh_token", "refresh_token", "x") },
		"as.refresh.client_bound": func(s *scene) {
			_, got := s.signedIn()
			s.token("shop", "grant_type", "refresh_token", "refresh_token", got.RefreshToken)
		},
		"as.refresh.reuse": func(s *scene) {
			_, first := s.signedIn()
			_, second, _ := s.as("notes").refresh(first.RefreshToken)
			s.as("notes").refresh(second.RefreshToken)
			s.as("notes").refresh(first.RefreshToken)
		},
		"as.scope.subset": func(s *scene) {
			_, got := s.signedIn()
			s.token("notes", "grant_type", "refresh_token", "refresh_token", got.RefreshToken, "scope", "notes:write")
		},
		"as.resource.one": func(s *scene) {
			form := s.code("shop", "orders:read stock:read", nil)
			form["resource"] = []string{orders, stock}
			s.send("shop", "/token", form)
		},

		"as.token.present":      func(s *scene) { s.post("notes", "/revoke") },
		"as.token.client_bound": func(s *scene) { _, got := s.signedIn(); s.post("shop", "/revoke", "token", got.RefreshToken) },

		"as.userinfo.present":    func(s *scene) { s.userinfo() },
		"as.userinfo.one_method": func(s *scene) { s.userinfo("Authorization", "Bearer a", "Authorization", "Bearer b") },
		"as.userinfo.token":      func(s *scene) { s.userinfo("Authorization", "Bearer x") },
		"as.userinfo.scope": func(s *scene) {
			s.userinfo("Authorization", "Bearer "+s.srv.IssueToken(authservertest.Token{User: alice, Scope: "notes:read"}))
		},
	}.run(t)
}

func clone(form url.Values) url.Values {
	all := url.Values{}
	for name, values := range form {
		all[name] = append([]string(nil), values...)
	}
	return all
}

// basicOP returns a token request with code_verifier for an authorization without code_challenge.
func (s *scene) basicOP() url.Values {
	a := s.as("basic-op")
	a.redirectURI = "https://localhost:8443/test/a/quartet/callback"
	b := through(s.srv.Browser(s.t).Open(a.authorizeURL("openid", map[string]string{"code_challenge": "", "code_challenge_method": ""})))
	return a.redemption(b.Returned().Get("code"))
}
