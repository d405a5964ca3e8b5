package clients_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"quartet.example/authserver/authservertest"
)

// callback is the redirect URI of the test clients.
const (
	callback  = "http://127.0.0.1:3999/callback"
	signedOut = "http://127.0.0.1:3999/"
	secret    = "a-secret-of-the-tests-with-signs:%&+/="
	scope     = "openid profile email offline_access notes:read"
)

// start starts a server with a client of each type.
func start(t *testing.T, more ...authservertest.Option) *authservertest.Server {
	t.Helper()
	client := func(id string, change func(*authservertest.Client)) authservertest.Option {
		c := authservertest.Client{
			ID: id, Secret: secret, Scope: scope + " notes:write", RedirectURIs: []string{callback}, PostLogoutRedirectURIs: []string{signedOut},
			GrantTypes: []string{"authorization_code", "refresh_token"},
		}
		change(&c)
		return authservertest.WithClient(c)
	}
	return authservertest.Start(t, append(more,
		client("web-basic", func(*authservertest.Client) {}),
		client("web-signed", func(c *authservertest.Client) { c.IDTokenAlg, c.UserinfoAlg = "ES256", "EdDSA" }),
		client("web-body", func(c *authservertest.Client) { c.AuthMethod = "client_secret_post" }),
		client("app", func(c *authservertest.Client) { c.Secret, c.AuthMethod, c.ApplicationType = "", "none", "native" }),
	)...)
}

// allow signs alice in, gives consent, and returns the parameters of the redirect.
func allow(t *testing.T, b *authservertest.Browser, address string) url.Values {
	t.Helper()
	b.Open(address)
	if b.Returned() == nil && b.Page().Find("input[type=password]").Length() > 0 {
		b.Login("alice", "wonderland")
	}
	if b.Returned() == nil && b.Page().Find(`button[value="allow"]`).Length() > 0 {
		b.Approve()
	}
	if b.Returned() == nil {
		t.Fatalf("the browser is at %s, status %d: %s", b.At(), b.Status(), b.Text())
	}
	return b.Returned()
}

// connect enters the code of a device as alice.
func connect(t *testing.T, b *authservertest.Browser, address string) {
	t.Helper()
	b.Open(address)
	if b.Page().Find("input[type=password]").Length() > 0 {
		b.Login("alice", "wonderland")
	}
	field := b.Page().Find(`input[name="user_code"]`) // filled in by the link
	b.Send(`input[name="user_code"]`, url.Values{"user_code": {field.AttrOr("value", "")}})
	b.Approve()
	if b.Status() != http.StatusOK {
		t.Fatalf("the browser is at %s, status %d: %s", b.At(), b.Status(), b.Text())
	}
}

// with returns a context with an HTTP client for the library, whose timeout is ten seconds.
func with(t *testing.T) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Timeout: 10 * time.Second})
}
