package authserver_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// Browsers send cookies to all ports of a host, so two servers on one host need different cookie
// names (RFC 6265 §8.5).
func TestCookiePrefixOfTheServer(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.CookiePrefix = "second-" }))
	at := (&app{t: t, srv: srv, id: "notes", redirectURI: "http://app.localhost:8080/callback", verifier: oauth.NewSecret()}).authorizeURL("openid", nil)
	resp, err := srv.Client().Transport.RoundTrip(request(t, http.MethodGet, at, nil)) // one response, without following its redirect
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	set := resp.Header.Values("Set-Cookie")
	if len(set) == 0 || slices.ContainsFunc(set, func(one string) bool { return !strings.HasPrefix(one, "__Host-second-") }) {
		t.Errorf("got the cookies %q, want names with the prefix", set)
	}
	b := srv.Browser(t).Open(at)
	if b.Login("alice", "wonderland"); b.Page().Find("#password").Length() != 0 {
		t.Errorf("sign-in with that prefix: got %s", b.Text())
	}
	for _, bad := range []string{"", "a b", "a;", strings.Repeat("a", 33)} {
		cfg, err := authserver.DevConfig()
		if err != nil {
			t.Fatal(err)
		}
		if cfg.CookiePrefix = bad; cfg.Validate() == nil {
			t.Errorf("%q is taken as a prefix", bad)
		}
	}
}
