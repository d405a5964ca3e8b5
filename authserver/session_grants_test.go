package authserver_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// visitOf signs alice in, allows the scope, and returns the tokens of the client.
func visitOf(t *testing.T, n *app, b *authservertest.Browser, scope string) oauth.TokenResponse {
	t.Helper()
	b.Open(n.authorizeURL(scope, nil))
	if b.Returned() == nil && b.At().Path == "/login" {
		b.Login("alice", "wonderland")
	}
	if b.Returned() == nil {
		b.Approve()
	}
	return n.redeem(b.Returned().Get("code"))
}

// OIDC Core §11: a refresh token without offline_access ends with its session, however the session
// ends. One with offline_access stays valid.
func TestRefreshTokensEndWithTheirSession(t *testing.T) {
	const online, offline = "openid notes:read", "openid notes:read offline_access"
	signOut := func(srv *authservertest.Server, b *authservertest.Browser) {
		b.Open(srv.URL+"/logout").Press("decision", "sign-out")
	}
	for name, end := range map[string]func(t *testing.T, srv *authservertest.Server, n *app, b *authservertest.Browser){
		"signed out": func(_ *testing.T, srv *authservertest.Server, _ *app, b *authservertest.Browser) { signOut(srv, b) },
		"at its absolute end": func(_ *testing.T, srv *authservertest.Server, _ *app, _ *authservertest.Browser) {
			srv.Advance(12 * time.Hour)
		},
		"idle for too long, without another sign-in": func(_ *testing.T, srv *authservertest.Server, _ *app, _ *authservertest.Browser) {
			srv.Advance(2 * time.Hour)
		},
		"idle for too long, and the user signed in again": func(t *testing.T, srv *authservertest.Server, n *app, b *authservertest.Browser) {
			srv.Advance(2*time.Hour + time.Minute)
			second := visitOf(t, n, b, online)
			if status, _, _ := n.refresh(second.RefreshToken); status != http.StatusOK {
				t.Errorf("the second session: got %d", status)
			}
		},
		"idle, signed in again as somebody else": func(_ *testing.T, srv *authservertest.Server, n *app, b *authservertest.Browser) {
			srv.Advance(2*time.Hour + time.Minute)
			b.Open(n.authorizeURL(online, nil)).Login("bob", "builder")
		},
		"signed in again before it ended, then signed out": func(t *testing.T, srv *authservertest.Server, n *app, b *authservertest.Browser) {
			b.Open(n.authorizeURL(online, map[string]string{"prompt": "login"})).Login("alice", "wonderland")
			signOut(srv, b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := authservertest.Start(t)
			n, b := notes(t, srv), srv.Browser(t)
			bound, free := visitOf(t, n, b, online), visitOf(t, n, b, offline)
			status, bound, _ := n.refresh(bound.RefreshToken)
			if status != http.StatusOK {
				t.Fatalf("while the session lives: got %d", status)
			}
			end(t, srv, n, b)
			if status, _, code := n.refresh(bound.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
				t.Errorf("without offline_access: got %d %s, want 400 invalid_grant", status, code)
			}
			if status, _, code := n.refresh(free.RefreshToken); status != http.StatusOK {
				t.Errorf("with offline_access: got %d %s, want 200", status, code)
			}
		})
	}
}

// A second sign-in of the same user in the same browser keeps the grants of the first, because it
// continues the same session.
func TestASecondSignInKeepsTheGrants(t *testing.T) {
	srv := authservertest.Start(t)
	n, b := notes(t, srv), srv.Browser(t)
	first := visitOf(t, n, b, "openid notes:read")
	b.Open(n.authorizeURL("openid notes:read", map[string]string{"prompt": "login"})).Login("alice", "wonderland")
	if status, _, code := n.refresh(first.RefreshToken); status != http.StatusOK {
		t.Errorf("got %d %s, want 200", status, code)
	}
}
