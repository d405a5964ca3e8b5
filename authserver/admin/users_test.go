package admin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

const (
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	callback = "http://app.localhost:8080/callback"
)

func authorizeURL(srv *authservertest.Server) string {
	return srv.URL + "/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {"notes"}, "redirect_uri": {callback}, "scope": {"openid notes:read"},
		"code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {"S256"}, "state": {"s"},
	}.Encode()
}

// signIn returns a browser in which the user is signed in, and tokens.
func signIn(t *testing.T, srv *authservertest.Server, username, password string) (*authservertest.Browser, oauth.TokenResponse) {
	t.Helper()
	browser := srv.Browser(t).Open(authorizeURL(srv)).Login(username, password).Approve()
	var tokens oauth.TokenResponse
	if err := json.Unmarshal(send(t, srv, http.MethodPost, "/token", "notes", url.Values{
		"grant_type": {"authorization_code"}, "code": {browser.Returned().Get("code")}, "redirect_uri": {callback}, "code_verifier": {verifier},
	}), &tokens); err != nil || tokens.RefreshToken == "" {
		t.Fatalf("sign-in: %+v, %v", tokens, err)
	}
	return browser, tokens
}

func refreshes(t *testing.T, srv *authservertest.Server, token string) bool {
	t.Helper()
	answer := send(t, srv, http.MethodPost, "/token", "notes", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
	return strings.Contains(string(answer), "access_token")
}

func TestUsersLoseWhatTheyHave(t *testing.T) {
	for verb, stdin := range map[string]string{"disable": "", "delete": "", "passwd": "a new password\n"} {
		t.Run(verb, func(t *testing.T) {
			b := newBed(t)
			browser, tokens := signIn(t, b.one, "alice", "wonderland")
			_, ofBob := signIn(t, b.one, "bob", "builder")
			golden(t, "users-"+verb, b.must(t, stdin, "users", verb, " Alice"))
			golden(t, "users-list-after-"+verb, b.must(t, "", "users", "list"))
			for name, srv := range map[string]*authservertest.Server{"one": b.one, "two": b.two} { // at once, without waiting for the other replica
				if active(t, srv, tokens.AccessToken) || refreshes(t, srv, tokens.RefreshToken) {
					t.Errorf("M-07 replica %s: a token of alice is alive", name)
				}
				if !active(t, srv, ofBob.AccessToken) {
					t.Errorf("replica %s: a token of bob is dead", name)
				}
			}
			if browser.Open(authorizeURL(b.one)).Returned() != nil || browser.Page().Find("#password").Length() == 0 {
				t.Error("the session goes on")
			}
			if got := b.two.Browser(t).Open(authorizeURL(b.two)); got.Login("alice", "wonderland").Returned() != nil || got.Page().Find("#password").Length() == 0 {
				t.Error("the old password is good, at the other replica")
			}
		})
	}
}

func TestNewPasswordAndEnable(t *testing.T) {
	b := newBed(t)
	b.must(t, "a new password\r\n", "users", "passwd", "alice")
	for _, srv := range []*authservertest.Server{b.one, b.two} {
		if got := srv.Browser(t).Open(authorizeURL(srv)).Login("alice", "a new password"); got.Page().Find("#password").Length() != 0 {
			t.Errorf("the new password: got %d %s", got.Status(), got.Text())
		}
	}
	b.must(t, "", "users", "disable", "alice")
	golden(t, "users-enable", b.must(t, "", "users", "enable", "alice"))
	if _, tokens := signIn(t, b.two, "alice", "a new password"); !active(t, b.one, tokens.AccessToken) {
		t.Error("a token from after the change is dead")
	}
	t.Run("who was deleted does not come back", func(t *testing.T) {
		b.must(t, "", "users", "delete", "alice")
		if _, err := b.do(t, "", "users", "enable", "alice"); err == nil {
			t.Error("got no error")
		}
	})
	t.Run("a password that is too short, or none", func(t *testing.T) {
		for _, stdin := range []string{"", "\n", "seven77\n", strings.Repeat("x", 1025)} {
			if _, err := b.do(t, stdin, "users", "passwd", "bob"); err == nil || strings.Contains(err.Error(), "seven77") {
				t.Errorf("%.10q: got %v", stdin, err)
			}
		}
	})
	t.Run("O-06 the password is not in Redis", func(t *testing.T) {
		for field, value := range b.rdb.HGetAll(t.Context(), "user-overrides").Val() {
			if strings.Contains(field+value, "a new password") {
				t.Error("it is")
			}
		}
	})
}
