package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/teach"
)

func TestARedirectURIMismatchShowsTheDifference(t *testing.T) { // RFC 9700 §2.1
	srv := authservertest.Start(t)
	address := srv.URL + "/authorize?" + url.Values{
		"client_id": {"notes"}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {"http://app.localhost:8080/callback/"},
	}.Encode()
	r := request(t, http.MethodGet, address, nil)
	r.Header.Set("Accept", "text/html")
	status, header, body := do(t, srv, r)
	if status != http.StatusBadRequest || header.Get("Location") != "" {
		t.Errorf("got %d %s, want 400 without a redirect", status, header.Get("Location"))
	}
	for _, want := range []string{
		"This redirect URI is not registered", "The path ends in /callback/, the registered one has no slash at the end.",
		"http://app.localhost:8080/callback", "as.redirect_uri.exact", teach.Of("as.redirect_uri.exact").Fix,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q: %s", want, body)
		}
	}
}

// The errors of the token endpoint say what to change, within RFC 6749 §5.2.
func TestTokenErrorsSayWhatToChange(t *testing.T) {
	for name, tt := range map[string]struct {
		send  func(s *scene)
		check string
	}{
		teach.ClientMethod: {func(s *scene) { s.token("web-post", "grant_type", "client_credentials") }, "as.client.method"},
		teach.ExpiredCode: {func(s *scene) {
			f := s.code("notes", "openid", nil)
			s.srv.Advance(2 * time.Minute)
			s.send("notes", "/token", f)
		}, "as.code.known"},
		teach.ReusedCode: {func(s *scene) {
			f := s.code("notes", "openid", nil)
			s.send("notes", "/token", clone(f))
			s.send("notes", "/token", f)
		}, "as.code.unused"},
		teach.MissingScope: {func(s *scene) {
			s.token("service", "grant_type", "client_credentials", "scope", "no-such-scope")
		}, "as.scope.known"},
		teach.RedirectURI: {func(s *scene) {
			s.send("notes", "/token", with(s.code("notes", "openid", nil), "redirect_uri", "http://localhost:8080/callback"))
		}, "as.redirect_uri.same_at_token"},
	} {
		t.Run(name, func(t *testing.T) {
			var body string
			refusals{tt.check: func(s *scene) { tt.send(s); body = s.body }}.run(t)
			if hint := teach.Of(tt.check).Hint; hint == "" || !strings.Contains(body, hint) {
				t.Errorf("got %s, want %q in it", body, hint)
			}
		})
	}
}

// A backend needs no CORS, which the refusal of a preflight says.
func TestAPreflightThatAsksForMoreIsRefused(t *testing.T) {
	srv := authservertest.Start(t)
	for name, tt := range map[string]struct {
		method, headers string
		want            int
	}{
		"what is allowed":       {http.MethodPost, "authorization,content-type,dpop", http.StatusNoContent},
		"no further header":     {http.MethodPost, "", http.StatusNoContent},
		"a header of axios":     {http.MethodPost, "content-type,x-requested-with", http.StatusForbidden},
		"HEAD is safelisted":    {http.MethodHead, "authorization", http.StatusNoContent},
		"another method":        {http.MethodPut, "", http.StatusForbidden},
		"no preflight, OPTIONS": {"", "", http.StatusNoContent},
	} {
		t.Run("as.cors.preflight "+name, func(t *testing.T) {
			r := request(t, http.MethodOptions, srv.URL+"/token", nil)
			r.Header.Set("Origin", "http://spa.localhost:1")
			if tt.method != "" {
				r.Header.Set("Access-Control-Request-Method", tt.method)
			}
			if tt.headers != "" {
				r.Header.Set("Access-Control-Request-Headers", tt.headers)
			}
			status, header, body := do(t, srv, r)
			if status != tt.want || header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("got %d %v, want %d", status, header, tt.want)
			}
			if refused := status == http.StatusForbidden; refused != strings.Contains(body, "a backend needs no CORS") || refused != strings.Contains(body, string(oauth.AccessDenied)) {
				t.Errorf("got %s", body)
			}
		})
	}
}
