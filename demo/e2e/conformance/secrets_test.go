package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
)

// What counts as a raw secret, beside the secrets of the settings and what users type. Whoever has one
// of these can use it, or could guess with it. State, nonce and challenge protect a flow only together
// with a cookie or a verifier; they are looked for in the recording, not in the store.
var (
	secretFields  = []string{"code", "code_verifier", "client_secret", "password", "refresh_token", "device_code", "client_assertion", "subject_token", "actor_token", "token", "id_token_hint"}
	secretMembers = []string{"access_token", "refresh_token", "id_token", "device_code"}
	bindingFields = []string{"state", "nonce", "code_challenge"}
)

// passed returns the secrets of all messages to the authorization server and of its responses.
func passed(s *rig.Stack) secrets {
	found := make(secrets)
	for _, e := range s.Gate.Seen(func(rig.Exchange) bool { return true }) {
		for _, name := range secretFields {
			found.token(name, e.Form.Get(name))
			found.token(name, e.Query.Get(name))
		}
		said, _ := browser.Decode[map[string]any](browser.Hop{Body: e.Body})
		for _, name := range secretMembers {
			value, _ := said[name].(string)
			found.token(name, value)
		}
		if scheme, rest, _ := strings.Cut(e.Request.Get("Authorization"), " "); scheme != "" {
			found.token("credentials of "+scheme, rest)
		}
		found.token("DPoP proof", e.Request.Get("DPoP"))
		if to, err := url.Parse(e.Header.Get("Location")); err == nil {
			found.token("code", to.Query().Get("code"))
		}
	}
	return found
}

// bindings returns state, nonce and challenge of all authorization requests.
func bindings(s *rig.Stack) secrets {
	found := make(secrets)
	for _, e := range s.Gate.Seen(func(rig.Exchange) bool { return true }) {
		for _, name := range bindingFields {
			if len(e.Query.Get(name)) >= 20 {
				found.add(name, e.Query.Get(name))
			}
		}
	}
	return found
}

// token adds a value, and the signature of a JWT by itself: without it nobody can use the token.
func (s secrets) token(name, value string) {
	s.add(name, value)
	if parts := strings.Split(value, "."); len(parts) == 3 && parts[2] != "" {
		s.add("signature of "+name, parts[2])
	}
}

// furtherFlows runs the flows that the client of the demo does not have.
func furtherFlows(t *testing.T, s *rig.Stack) []*browser.Browser {
	t.Helper()
	requestGrants(t, s) // device, pushed request, token exchange
	pushing := pushedRequest(t, s)
	device := deviceSignIn(t, s)
	boundToken(t, s)
	for _, clientID := range []string{"service", "exchanger"} {
		basic(t, s.Issuer+"/token", clientID, url.Values{"grant_type": {"client_credentials"}})
	}
	post(t, plain(t), s.Issuer+"/token", url.Values{ // a client that may not use this method
		"grant_type": {"client_credentials"}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		"client_assertion": {forged(t, s)},
	})
	call(t, plain(t), request(t, http.MethodGet, s.Issuer+"/authorize?client_id=native&request="+forged(t, s), ""))
	return []*browser.Browser{pushing, device}
}

// pushedRequest signs in with a pushed request (RFC 9126), and redeems the code with client_secret_post.
func pushedRequest(t *testing.T, s *rig.Stack) *browser.Browser {
	t.Helper()
	const back, secret = "http://127.0.0.1:9999/callback", "web-post-dev-secret-not-for-production"
	r := rig.Authorization("native", nativeBack, "openid offline_access notes:read")
	pushed := post(t, plain(t), s.Issuer+"/par", r.Values)
	b := browser.New(t)
	b.StopAt(nativeBack[:strings.LastIndex(nativeBack, "/")]).Open(s.Issuer + "/authorize?" + url.Values{"client_id": {"native"}, "request_uri": {pushed.text(t, "request_uri")}}.Encode())
	if b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.StoppedAt() == nil {
		t.Fatalf("the pushed request ended at %s: %s", b.At(), b.Text())
	}
	redeemed := post(t, plain(t), s.Issuer+"/token", r.Redemption(b.StoppedAt().Query().Get("code")))
	if redeemed.Status != http.StatusOK {
		t.Fatalf("redeem: %d %s", redeemed.Status, redeemed.Body)
	}
	post(t, plain(t), s.Issuer+"/token", url.Values{ // client_secret_post, with a code of another client
		"grant_type": {"authorization_code"}, "client_id": {"web-post"}, "client_secret": {secret}, "redirect_uri": {back},
		"code": {b.StoppedAt().Query().Get("code")}, "code_verifier": {r.Verifier},
	})
	return b
}

// deviceSignIn lets a user look at the page of a device (RFC 8628 §3.3).
func deviceSignIn(t *testing.T, s *rig.Stack) *browser.Browser {
	t.Helper()
	device := post(t, plain(t), s.Issuer+"/device_authorization", url.Values{"client_id": {"tv"}, "scope": {"notes:read"}})
	b := browser.New(t).Open(device.text(t, "verification_uri_complete"))
	if b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	post(t, plain(t), s.Issuer+"/token", url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "client_id": {"tv"}, "device_code": {device.text(t, "device_code")},
	})
	return b
}

// boundToken redeems a code with a DPoP proof (RFC 9449 §5), and uses the token with another one.
func boundToken(t *testing.T, s *rig.Stack) {
	t.Helper()
	key, err := jose.Generate("ES256", "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(key.Signer)
	if err != nil {
		t.Fatal(err)
	}
	proof := func(method, address, token string) string {
		made, err := signer.Proof(t.Context(), dpop.Request{Method: method, URI: address, AccessToken: token, Now: s.Clock.Now()}, "")
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	r := rig.Authorization("native", nativeBack, everything)
	form := r.Redemption(authorize(t, s, browser.New(t), r).Get("code"))
	redeemed := call(t, plain(t), request(t, http.MethodPost, s.Issuer+"/token", form.Encode(), "DPoP", proof("POST", s.Issuer+"/token", "")))
	token := redeemed.text(t, "access_token")
	call(t, plain(t), request(t, http.MethodGet, s.API+"/notes", "", "Authorization", "DPoP "+token, "DPoP", proof("GET", s.API+"/notes", token)))
}
