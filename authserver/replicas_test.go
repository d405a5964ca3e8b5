package authserver_test

import (
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// TestReplicasBehaveAsOne tests, on two servers that take turns, what must happen only once and
// what must be counted in common.
func TestReplicasBehaveAsOne(t *testing.T) {
	t.Run("O-01 one of 50 redemptions of a code wins, across both", func(t *testing.T) {
		srv := twins(t)
		for range 5 {
			app := notes(t, srv)
			code := srv.Browser(t).Open(app.authorizeURL("openid notes:read", map[string]string{"prompt": "consent"})).Login("alice", "wonderland").Approve().Returned().Get("code")
			var won, lost atomic.Int64
			race(50, func(int) {
				status, _, answer := jsonOf[oauthError](t, srv, app.post("/token", url.Values{
					"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app.redirectURI}, "code_verifier": {app.verifier},
				}))
				switch {
				case status == http.StatusOK:
					won.Add(1)
				case status == http.StatusBadRequest && answer.Error == oauth.InvalidGrant:
					lost.Add(1)
				}
			})
			if won.Load() != 1 || lost.Load() != 49 {
				t.Errorf("%d won, %d were told invalid_grant", won.Load(), lost.Load())
			}
		}
	})
	t.Run("O-03 of 50 refreshes all get one successor within the grace, across both", func(t *testing.T) {
		srv := twins(t)
		app := notes(t, srv)
		tokens := app.redeem(srv.Browser(t).Open(app.authorizeURL("openid notes:read", nil)).Login("alice", "wonderland").Approve().Returned().Get("code"))
		successors := make([]string, 50)
		race(50, func(i int) {
			_, next, _ := app.refresh(tokens.RefreshToken)
			successors[i] = next.RefreshToken
		})
		for i, next := range successors {
			if next == "" || next != successors[0] {
				t.Errorf("refresh %d: got another successor, or none", i)
			}
		}
	})
	t.Run("M-07 wrong passwords add up over both, and sessions are one", func(t *testing.T) {
		srv := twins(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.LoginAttempts = 6 }))
		app := notes(t, srv)
		known := srv.Browser(t).Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve()
		var checked atomic.Int64
		guesser := srv.Browser(t).Open(app.authorizeURL("openid", nil))
		for range 20 {
			if guesser.Login("alice", "wrong").Status() == http.StatusOK {
				checked.Add(1)
			}
		}
		if checked.Load() != 6 {
			t.Errorf("%d passwords were checked, want 6", checked.Load())
		}
		for range 4 {
			if known.Open(app.authorizeURL("openid", nil)).Returned().Get("code") == "" {
				t.Error("the signed-in browser has lost its session")
			}
		}
	})
}

type oauthError struct {
	Error oauth.Code `json:"error"`
}

// A test suite signs in 200 times a minute from one address, with the default limits, and is not
// throttled.
func TestManySignInsAreNotThrottled(t *testing.T) {
	if testing.Short() {
		t.Skip("200 password checks take seconds")
	}
	srv := authservertest.Start(t)
	app := notes(t, srv)
	for i := range 200 {
		if srv.Browser(t).Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Page().Find("#password").Length() != 0 {
			t.Fatalf("sign-in %d was refused", i+1)
		}
	}
}
