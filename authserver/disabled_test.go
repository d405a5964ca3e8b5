package authserver_test

import (
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// RFC 7662 §2.2: the tokens of a user are not active once the seed file disables the user.
func TestTokensOfADisabledUserAreNotActive(t *testing.T) {
	rdb := redistest.New(t)
	key := authservertest.WithConfig(func(c *authserver.Config) { c.SealKey = "one key for both servers of this test" })
	one := authservertest.Start(t, authservertest.WithRedis(rdb), key)
	tokens := visitOf(t, notes(t, one), one.Browser(t), "openid notes:read offline_access")
	seed := strings.Replace(string(authserver.DefaultSeed()), "    demo_password: wonderland\n", "    disabled: true\n", 1)
	for name, tt := range map[string]struct {
		seed string
		want bool
	}{"as before": {"", true}, "disabled": {seed, false}} {
		two := authservertest.Start(t, authservertest.WithRedis(rdb), key, authservertest.WithConfig(func(c *authserver.Config) { c.Seed, c.Issuer = tt.seed, one.URL }))
		n := notes(t, two)
		n.base = two.Address()
		for kind, token := range map[string]string{"access token": tokens.AccessToken, "refresh token": tokens.RefreshToken} {
			if _, _, said := jsonOf[oauth.Introspection](t, two, n.post("/introspect", url.Values{"token": {token}})); said.Active != tt.want {
				t.Errorf("%s, %s: got active %v, want %v", name, kind, said.Active, tt.want)
			}
		}
	}
}

// OIDC RP-Initiated Logout §2: if id_token_hint belongs to another session, the server asks before
// it signs out.
func TestHintOfAnotherSessionNeedsConfirmation(t *testing.T) {
	srv := authservertest.Start(t)
	n := notes(t, srv)
	old := visitOf(t, n, srv.Browser(t), "openid notes:read")
	b := srv.Browser(t)
	here := visitOf(t, n, b, "openid notes:read")
	b.Open(srv.URL + "/logout?id_token_hint=" + old.IDToken)
	if status, _, _ := n.refresh(here.RefreshToken); status != 200 {
		t.Errorf("an ID token of another session: refresh got %d, want 200", status)
	}
	b.Open(srv.URL + "/logout?id_token_hint=" + here.IDToken)
	if status, _, _ := n.refresh(here.RefreshToken); status != 400 {
		t.Errorf("an ID token of this session: refresh got %d, want 400", status)
	}
}
