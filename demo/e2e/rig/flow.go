package rig

import (
	"net/http"
	"net/url"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/shared/oauth"
)

// The cookies of the client and of the authorization server. Their names differ, so that both
// services can be on one host (RFC 6265 §8.5).
const (
	SessionCookie     = "__Host-quartet-client-session"
	BrowserCookie     = "__Host-quartet-client-browser"
	AuthSessionCookie = "__Host-quartet-authserver-session"
	AuthBrowserCookie = "__Host-quartet-authserver-browser"
)

// SignIn signs alice in at the client with a new browser.
func (s *Stack) SignIn(t testing.TB) *browser.Browser {
	t.Helper()
	return s.SignInAs(t, "alice", "wonderland")
}

// SignInAs signs a user in at the client with a new browser, and gives consent.
func (s *Stack) SignInAs(t testing.TB, username, password string) *browser.Browser {
	t.Helper()
	b := browser.New(t).Open(s.Client+"/login").Login(username, password)
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.Status() != http.StatusOK || b.At().Host != host(s.Client) {
		t.Fatalf("sign-in of %s ended at %s (%d): %s", username, b.At(), b.Status(), b.Text())
	}
	return b
}

// Request is an authorization request of a client in the seed.
type Request struct {
	url.Values
	Verifier string
}

// Authorization returns an authorization request with random state, nonce and verifier.
func Authorization(clientID, redirectURI, scope string) Request {
	verifier := oauth.NewSecret()
	return Request{Verifier: verifier, Values: url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {redirectURI}, "scope": {scope},
		"state": {oauth.NewSecret()}, "nonce": {oauth.NewSecret()},
		"code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {"S256"},
	}}
}

// Authorize returns the address to which the client redirects the browser.
func (s *Stack) Authorize(r Request) string { return s.Issuer + "/authorize?" + r.Encode() }

// Redemption returns the body of the token request for a code.
func (r Request) Redemption(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {r.Get("redirect_uri")},
		"client_id": {r.Get("client_id")}, "code_verifier": {r.Verifier},
	}
}

func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
