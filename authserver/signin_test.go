package authserver_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control"
	"quartet.example/shared/redistest"
)

// sent returns the parameters of the authorization response.
func sent(t *testing.T, callback string) url.Values {
	t.Helper()
	at, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	return at.Query()
}

// A sign-in without a browser gives what a browser would get.
func TestSignInWithoutABrowser(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	got := srv.SignIn(t.Context(), "alice", a.authorizeURL("openid offline_access notes:read", nil))
	if back := sent(t, got); !strings.HasPrefix(got, a.redirectURI+"?") || back.Get("state") != state || back.Get("iss") != srv.URL {
		t.Fatalf("got %s", got)
	}
	tokens := a.redeem(sent(t, got).Get("code"))
	claims := claimsOf(t, srv, tokens.IDToken, "JWT")
	if claims["sub"] != alice || claims["nonce"] != nonce || tokens.RefreshToken == "" {
		t.Errorf("got %v", claims)
	}
	for name, get := range map[string]func() string{
		"by sub":           func() string { return srv.SignIn(t.Context(), alice, a.authorizeURL("openid", nil)) },
		"a pushed request": func() string { return srv.SignIn(t.Context(), "bob", a.pushGood(nil)) },
		"prompt=login consent": func() string {
			return srv.SignIn(t.Context(), "alice", a.authorizeURL("openid", map[string]string{"prompt": "login consent"}))
		},
		"max_age=0": func() string {
			return srv.SignIn(t.Context(), "alice", a.authorizeURL("openid", map[string]string{"max_age": "0"}))
		},
		"another name of this machine": func() string {
			return srv.SignIn(t.Context(), "alice", strings.Replace(a.authorizeURL("openid", nil), "127.0.0.1", "localhost", 1))
		},
		"an account whose password was guessed": func() string { guess(t, srv, a); return srv.SignIn(t.Context(), "bob", a.authorizeURL("openid", nil)) },
	} {
		t.Run(name, func(t *testing.T) {
			if back := sent(t, get()); back.Get("code") == "" {
				t.Errorf("got %v", back)
			}
		})
	}
}

// guess tries a wrong password for bob.
func guess(t *testing.T, srv *authservertest.Server, a *app) {
	t.Helper()
	srv.Browser(t).Open(a.authorizeURL("openid", nil)).Login("bob", "wrong")
}

func TestSignInAnswersLikeABrowser(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	with := func(scope, name, value string) string { return a.authorizeURL(scope, map[string]string{name: value}) }
	for name, tt := range map[string]struct {
		in   controlapi.SignIn
		want string // error of the authorization response; "" for a code
	}{
		"the user denies":                             {controlapi.SignIn{Deny: true, AuthorizeURL: a.authorizeURL("openid", nil)}, "access_denied"},
		"a new browser has no session":                {controlapi.SignIn{AuthorizeURL: with("openid", "prompt", "none")}, "login_required"},
		"the browser of a session":                    {controlapi.SignIn{Browser: "work", AuthorizeURL: with("openid", "prompt", "none")}, ""},
		"a consent that was not given":                {controlapi.SignIn{Browser: "work", AuthorizeURL: with("openid notes:write", "prompt", "none")}, "consent_required"},
		"the browser of another user":                 {controlapi.SignIn{Browser: "work", User: "bob", AuthorizeURL: with("openid", "prompt", "none")}, "login_required"},
		"a scope that the client does not have":       {controlapi.SignIn{AuthorizeURL: a.authorizeURL("openid printer", nil)}, "invalid_scope"},
		"deny in a browser with a session, and asked": {controlapi.SignIn{Browser: "work", Deny: true, AuthorizeURL: with("openid", "prompt", "consent")}, "access_denied"},
	} {
		t.Run(name, func(t *testing.T) {
			srv.SignInWith(t.Context(), controlapi.SignIn{User: "alice", Browser: "work", AuthorizeURL: a.authorizeURL("openid", nil)})
			if tt.in.User == "" {
				tt.in.User = "alice"
			}
			back := sent(t, srv.SignInWith(t.Context(), tt.in).CallbackURL)
			if back.Get("error") != tt.want || tt.want == "" && back.Get("code") == "" {
				t.Errorf("got %v, want %q", back, tt.want)
			}
		})
	}
	t.Run("form_post", func(t *testing.T) {
		got := srv.SignInWith(t.Context(), controlapi.SignIn{User: "alice", AuthorizeURL: with("openid", "response_mode", "form_post")})
		if got.CallbackURL != a.redirectURI || got.Form["code"] == "" || got.Form["state"] != state {
			t.Errorf("got %+v", got)
		}
	})
}

// controlled starts a server with a Redis of its own, without a listener.
func controlled(t *testing.T) *control.Control {
	t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	server, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return control.Of(server.Handler)
}

// What the server refuses without a redirect is an error that says why.
func TestSignInRefused(t *testing.T) {
	c := controlled(t)
	at := "http://auth.localhost:9000/authorize?"
	for name, tt := range map[string]struct {
		in   controlapi.SignIn
		want []string
	}{
		"an unknown client":      {controlapi.SignIn{User: "alice", AuthorizeURL: at + "client_id=ghost&response_type=code"}, []string{"invalid_request", "client"}},
		"a foreign redirect_uri": {controlapi.SignIn{User: "alice", AuthorizeURL: at + "client_id=notes&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F"}, []string{"invalid_request", "redirect_uri"}},
		"an unknown user":        {controlapi.SignIn{User: "eve", AuthorizeURL: at}, []string{`user: there is no user "eve"`}},
		"another server":         {controlapi.SignIn{User: "alice", AuthorizeURL: "https://login.example/authorize?x=y"}, []string{"authorize_url: want http://auth.localhost:9000/authorize", "got https://login.example/authorize"}},
		"another endpoint":       {controlapi.SignIn{User: "alice", AuthorizeURL: "http://auth.localhost:9000/token"}, []string{"authorize_url", "got http://auth.localhost:9000/token"}},
		"no URL":                 {controlapi.SignIn{User: "alice", AuthorizeURL: "http://a b"}, []string{"authorize_url: is not a URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.SignIn(t.Context(), tt.in)
			if err == nil {
				t.Fatalf("got %+v", got)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want %q", err, want)
				}
			}
		})
	}
}

func TestDenyNeedsAQuestion(t *testing.T) {
	c := controlled(t)
	in := controlapi.SignIn{
		User: "alice", Browser: "work",
		AuthorizeURL: "http://auth.localhost:9000/authorize?client_id=notes&response_type=code&scope=openid&code_challenge_method=S256&code_challenge=" +
			strings.Repeat("x", 43) + "&redirect_uri=" + url.QueryEscape("http://app.localhost:8080/callback"),
	}
	if _, err := c.SignIn(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	in.Deny = true
	if got, err := c.SignIn(t.Context(), in); err == nil || !strings.Contains(err.Error(), "prompt=consent") {
		t.Errorf("got %+v, %v", got, err)
	}
}

// The control API must not weaken the sign-in page: no request from the network signs in without the
// password.
func TestNetworkSignInStillNeedsThePassword(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	srv.SignIn(t.Context(), "alice", a.authorizeURL("openid", nil))
	for _, password := range []string{"", "wrong"} {
		if b := srv.Browser(t).Open(a.authorizeURL("openid", nil)).Login("alice", password); b.Returned() != nil || b.At().Path != "/login" {
			t.Errorf("password %q: got %s", password, b.Text())
		}
	}
}

func TestLogoutOfAUser(t *testing.T) {
	l := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", l.URL), allowing(l.URL))
	a := appOf(t, srv, "one")
	signIn := func(user string) string {
		return a.redeem(sent(t, srv.SignIn(t.Context(), user, a.authorizeURL("openid offline_access notes:read", nil))).Get("code")).AccessToken
	}
	first, second, other := signIn("alice"), signIn("alice"), signIn("bob")
	srv.Logout("alice")
	if got := len(l.heard()); got != 2 {
		t.Errorf("got %d logout tokens, want one for each session", got)
	}
	for name, tt := range map[string]struct {
		token string
		want  bool
	}{"one session": {first, false}, "another session": {second, false}, "another user": {other, true}} {
		if got := active(t, srv, tt.token).Active; got != tt.want {
			t.Errorf("%s: active is %t", name, got)
		}
	}
}

// The clock of the server and the TTLs of its Redis move together.
func TestAdvanceMovesRedisToo(t *testing.T) {
	rdb := redistest.New(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	rdb.Set(t.Context(), "code:{test}", "v", time.Minute)
	before := srv.Now()
	srv.Advance(61 * time.Second)
	if got := srv.Now().Sub(before); got < 61*time.Second || got > 90*time.Second {
		t.Errorf("Now moved by %s", got)
	}
	if rdb.Exists(t.Context(), "code:{test}").Val() != 0 {
		t.Error("the key did not expire")
	}
}

func TestRotateKeysOfAServer(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	signIn := func() string {
		return a.redeem(sent(t, srv.SignIn(t.Context(), "alice", a.authorizeURL("openid", nil))).Get("code")).IDToken
	}
	before, keys := signIn(), len(published(t, srv).Keys)
	srv.RotateKeys()
	if got := len(published(t, srv).Keys); got != 2*keys {
		t.Errorf("got %d keys, want %d", got, 2*keys)
	}
	claimsOf(t, srv, before, "JWT")
	after := signIn()
	claimsOf(t, srv, after, "JWT")
	if strings.Split(before, ".")[0] == strings.Split(after, ".")[0] {
		t.Error("the old key still signs")
	}
}
