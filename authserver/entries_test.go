package authserver_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/oauth"
)

const carol = "carol-sub"

func TestUserComesAndGoesWhileTheServerRuns(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	srv.PutUser(authservertest.User{Subject: carol, Username: "carol", Password: "c4r0l", Claims: map[string]any{"name": "Carol", "groups": []string{"staff"}}})
	b := srv.Browser(t).Open(a.authorizeURL("openid offline_access notes:read", nil)).Login("carol", "c4r0l").Approve()
	tokens := a.redeem(b.Returned().Get("code"))
	if !active(t, srv, tokens.AccessToken).Active {
		t.Fatal("the token of the new user is not active")
	}
	srv.PutUser(authservertest.User{Subject: carol, Username: "caroline", Password: "other"})
	if b := srv.Browser(t).Open(a.authorizeURL("openid", nil)).Login("carol", "c4r0l"); b.Returned() != nil {
		t.Error("the name from before signs in")
	}
	srv.RemoveUser("caroline")
	if status, _, code := a.refresh(tokens.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
		t.Errorf("refresh token of a removed user: got %d %s", status, code)
	}
	srv.PutUser(authservertest.User{Subject: carol, Username: "carol"})
	if active(t, srv, tokens.AccessToken).Active {
		t.Error("the grant is back with the user")
	}
	got := srv.SignInWith(t.Context(), controlapi.SignIn{User: "carol", AuthorizeURL: a.authorizeURL("openid notes:read", map[string]string{"prompt": "consent"})})
	if sent(t, got.CallbackURL).Get("code") == "" {
		t.Errorf("got %s", got.CallbackURL)
	}
}

func TestClientComesAndGoesWhileTheServerRuns(t *testing.T) {
	srv := authservertest.Start(t)
	shop := authservertest.Client{
		ID: "one", Secret: "one-secret", RedirectURIs: []string{"http://app.localhost:8080/one"}, Scope: "openid offline_access",
		GrantTypes: []string{"authorization_code", "refresh_token"},
	}
	srv.PutClient(shop)
	a := appOf(t, srv, "one")
	ask := a.authorizeURL("openid offline_access", nil)
	tokens := a.redeem(sent(t, srv.SignIn(t.Context(), "alice", ask)).Get("code"))
	srv.RemoveClient("one")
	if b := srv.Browser(t).Open(ask); b.Status() != http.StatusBadRequest {
		t.Errorf("a request of a removed client: got %d", b.Status())
	}
	srv.PutClient(shop)
	if status, _, code := a.refresh(tokens.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
		t.Errorf("the grant is back with the client: got %d %s", status, code)
	}
	if b := srv.Browser(t).Open(ask).Login("alice", "wonderland"); b.Returned() != nil {
		t.Error("the consent is back with the client")
	}
}

// A wrong entry changes nothing. The error names the field.
func TestWrongEntryIsRefused(t *testing.T) {
	c := controlled(t)
	for name, err := range map[string]error{
		"username": c.PutUser(t.Context(), json.RawMessage(`{"sub":"x","username":"alice","password":"p"}`)),
		"scope":    c.PutClient(t.Context(), json.RawMessage(`{"client_id":"notes","client_secret":"s","redirect_uris":["http://127.0.0.1:1/"],"scope":"printer"}`)),
	} {
		var problem *seed.Error
		if !errors.As(err, &problem) || problem.Field != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for want, err := range map[string]error{"user: there is no user 'eve'": c.RemoveUser(t.Context(), "eve"), "client_id: there is no client 'eve'": c.RemoveClient(t.Context(), "eve")} {
		var refused *oauth.Error
		if !errors.As(err, &refused) || refused.Code != oauth.NotFound || refused.Description != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if client, err := c.Directory.FindClient("notes"); err != nil || !client.Scope.Has("notes:read") {
		t.Error("the client was changed")
	}
}

// Requests are answered while users and clients change.
func TestEntriesChangeUnderLoad(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	var changes sync.WaitGroup
	for _, name := range strings.Fields("u1 u2 u3 u4") {
		changes.Go(func() {
			for range 5 {
				srv.PutUser(authservertest.User{Subject: name, Username: name})
				srv.PutClient(authservertest.Client{ID: "of-" + name, RedirectURIs: []string{"http://127.0.0.1:1/cb"}})
				srv.SignIn(t.Context(), name, a.authorizeURL("openid", nil))
				srv.RemoveClient("of-" + name)
				srv.RemoveUser(name)
			}
		})
	}
	changes.Wait()
}

// A user who has no sub of its own has the username as the sub, as with PUT /control/users/{username}.
func TestAUserWithoutASubHasTheUsername(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithUser(authservertest.User{Username: "ada"}))
	srv.PutUser(authservertest.User{Username: "grace"})
	for _, name := range []string{"ada", "grace"} {
		if sub := part(t, srv.IssueToken(authservertest.Token{User: name}), 1)["sub"]; sub != name {
			t.Errorf("got %v, want %s", sub, name)
		}
	}
}

// A server with a seed of its own may not have the default client of tokens: the error must not only say that a
// client is missing that the caller did not name.
func TestATokenWithoutAClientWhereTheDefaultIsMissing(t *testing.T) {
	srv := authservertest.Start(t)
	srv.RemoveClient("exchanger") // which may exchange tokens of the default client
	srv.RemoveClient(controlapi.DefaultClient)
	_, err := (&controlapi.Client{Issuer: srv.URL}).Issue(t.Context(), controlapi.Token{User: "alice"})
	if err == nil || !strings.Contains(err.Error(), "name a client that it has") {
		t.Errorf("got %v, want what to do", err)
	}
}
