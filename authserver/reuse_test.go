package authserver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/dpop"
)

// An attacker stole a bearer refresh token and uses it with a DPoP key of their own. When the
// client uses the token next, the reuse is detected, within the grace period and after it (RFC 9700
// §4.14.2).
func TestAttackersKeyDoesNotHideReuse(t *testing.T) {
	for name, later := range map[string]time.Duration{"within the grace": time.Second, "after the grace": 5 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			srv := authservertest.Start(t)
			native := &app{t: t, srv: srv, id: "native", method: "none", redirectURI: "http://127.0.0.1:51004/callback", verifier: notes(t, srv).verifier}
			b := srv.Browser(t)
			b.Open(native.authorizeURL("openid offline_access notes:read", nil)).Login("alice", "wonderland").Approve()
			tokens := native.redeem(b.Returned().Get("code"))
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			signer, err := dpop.NewSigner(key)
			if err != nil {
				t.Fatal(err)
			}
			thief := func(token string) (int, polled) {
				r := native.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
				proof, err := signer.Proof(t.Context(), dpop.Request{Method: http.MethodPost, URI: srv.URL + "/token", Now: srv.Now()}, "")
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("DPoP", proof)
				status, _, answer := jsonOf[polled](t, srv, r)
				return status, answer
			}
			status, stolen := thief(tokens.RefreshToken)
			if status != http.StatusOK {
				t.Fatalf("the thief's first refresh: got %d %s", status, stolen.Error)
			}
			srv.Advance(later)
			if status, _, code := native.refresh(tokens.RefreshToken); status != http.StatusBadRequest || code != "invalid_grant" {
				t.Errorf("the honest client: got %d %s", status, code)
			}
			if status, answer := thief(stolen.RefreshToken); status != http.StatusBadRequest || answer.Error != "invalid_grant" {
				t.Errorf("the thief afterwards: got %d %s, want the family to have ended", status, answer.Error)
			}
		})
	}
}
