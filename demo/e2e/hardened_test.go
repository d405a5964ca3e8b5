package e2e_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/shared/config"
)

// hardened is the stack with all optional protections: the client signs instead of sending a
// secret, pushes its authorization requests, and binds its tokens; both servers require DPoP
// nonces; and deleting a note requires a recent sign-in.
func hardened(t *testing.T) *rig.Stack {
	t.Helper()
	return rig.Start(t, rig.With(func(s *stack.Settings) {
		register(t, s, `    client_secret: notes-dev-secret-not-for-production
    token_endpoint_auth_method: client_secret_basic
`, `    token_endpoint_auth_method: private_key_jwt
    jwks_uri: `+s.Client.PublicURL+`/jwks.json
    require_pushed_authorization_requests: true
    dpop_bound_access_tokens: true
`)
		s.Client.TokenAuthMethod, s.Client.ClientKey, s.Client.ClientSecret = "private_key_jwt", privateKey(t), ""
		s.Client.PAR, s.Client.DPoP = "always", true
		s.Authserver.DPoPNonce = "required"
		s.Resourceserver.DPoPRequired = true
		s.Resourceserver.DPoPNonceKey = "a-key-of-at-least-32-bytes-for-nonces"
		s.Resourceserver.DeleteMaxAge = time.Minute
		s.Resourceserver.Revocation = resourceserver.RevocationNone // the feed has its own tests
	}))
}

// register changes the seed.
func register(t *testing.T, s *stack.Settings, before, after string) {
	t.Helper()
	if strings.Count(s.Authserver.Seed, before) != 1 {
		t.Fatalf("the seed has not once %q", before)
	}
	s.Authserver.Seed = strings.Replace(s.Authserver.Seed, before, after, 1)
}

func privateKey(t *testing.T) config.Secret {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return config.Secret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// TestHardened is a user's session in the stack with all optional protections.
func TestHardened(t *testing.T) {
	t.Parallel()
	s := hardened(t)
	b := s.SignIn(t)

	t.Run("N-01 N-27 pushed and signed, nothing but a reference in the browser", func(t *testing.T) {
		for _, h := range b.Hops() {
			if h.URL.Path == "/authorize" && (len(h.URL.Query()) != 2 || !h.URL.Query().Has("request_uri")) {
				t.Errorf("got %v in the front channel", h.URL.Query())
			}
		}
		for _, path := range []string{"/par", "/token"} {
			for _, e := range s.Gate.Seen(rig.To(path)) {
				if e.Form.Get("client_assertion") == "" || e.Form.Has("client_secret") || e.Request.Get("Authorization") != "" {
					t.Errorf("%s: got another client authentication than an assertion", path)
				}
			}
		}
	})
	t.Run("N-08 N-12 tokens are bound, with nonces", func(t *testing.T) {
		tokens := s.Gate.Seen(rig.To("/token"))
		last := tokens[len(tokens)-1]
		if !strings.Contains(last.Body, `"token_type":"DPoP"`) || last.Request.Get("DPoP") == "" {
			t.Errorf("got %d without a bound token", last.Status)
		}
	})
	t.Run("N-09 the API takes them", func(t *testing.T) {
		for range 2 {
			wantNotes(t, s, b, http.StatusOK)
		}
	})
	t.Run("E-02 they are refreshed with a proof", func(t *testing.T) {
		s.Clock.Forward(6 * time.Minute)
		wantNotes(t, s, b, http.StatusOK)
		if len(s.Gate.Seen(rig.Refreshes)) == 0 {
			t.Error("got no refresh")
		}
	})
	t.Run("RFC 9470: an old sign-in does not delete, a new one does", func(t *testing.T) { stepUp(t, s, b) })
	t.Run("the dictionary has every recorded name", func(t *testing.T) {
		for name, message := range s.Unknown(t, 500) {
			t.Errorf("%s is not in shared/trace/dictionary*.go: %s", name, message)
		}
	})
	t.Run("L-04 no secret in a log", func(t *testing.T) {
		for _, e := range append(s.Gate.Seen(rig.To("/token")), s.Gate.Seen(rig.To("/par"))...) {
			for _, secret := range []string{e.Form.Get("client_assertion"), e.Form.Get("code_verifier"), e.Request.Get("DPoP")} {
				if secret != "" && strings.Contains(s.Log.String(), secret) {
					t.Errorf("O-09: the log holds %.12s...", secret)
				}
			}
		}
	})
}

// stepUp deletes a note six minutes after signing in.
func stepUp(t *testing.T, s *rig.Stack, b *browser.Browser) {
	b.Open(s.Client+"/").Submit("#add", url.Values{"text": {"delete me"}})
	if !strings.Contains(b.Text(), "delete me") {
		t.Fatalf("got no note: %s", b.Text())
	}
	before := b.Cookie("app.localhost", rig.SessionCookie)
	b.Submit(`form[action$="/delete"]`, url.Values{})
	if b.At().Path != "/login" || !b.Has(`input[type="password"]`) {
		t.Fatalf("got %s, want the sign-in page: %s", b.At(), b.Text())
	}
	b.Login("alice", "wonderland")
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if !strings.Contains(b.Text(), "delete me") || b.At().Host != host(s.Client) {
		t.Fatalf("got %s: %s", b.At(), b.Text())
	}
	if after := b.Cookie("app.localhost", rig.SessionCookie); after == before || after == "" {
		t.Errorf("L-05: the session id did not change")
	}
	b.Submit(`form[action$="/delete"]`, url.Values{})
	if b.At().Host != host(s.Client) || strings.Contains(b.Text(), "delete me") {
		t.Errorf("got %s: %s", b.At(), b.Text())
	}
}
