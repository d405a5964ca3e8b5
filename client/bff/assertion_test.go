package bff_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/config"
)

func privateKey(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func signing(key string) option {
	return func(c *configT) {
		c.TokenAuthMethod, c.ClientKey, c.ClientSecret = "private_key_jwt", config.Secret(key), ""
	}
}

// publishes makes the issuer know the keys that the client publishes.
func (r *rig) publishes(t *testing.T) {
	t.Helper()
	resp := newBrowser(t, r.app).get("/jwks.json")
	wantStatus(t, resp, http.StatusOK)
	document := body(resp)
	r.Configure(func(i *issuerT) { i.ClientJWKS = document })
}

// L-22, N-27: the client signs at the token, revocation and PAR endpoints alike,
// each time anew. The issuer of the test refuses an assertion that comes twice.
func TestPrivateKeyJWT(t *testing.T) {
	r := newRig(t, signing(privateKey(t)), func(c *configT) { c.PAR = "always" })
	r.publishes(t)
	b := r.signedIn(t)
	r.clock.Move(6 * time.Minute)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
	wantStatus(t, b.call("POST", "/logout", ""), http.StatusSeeOther)
	for path, want := range map[string]int{"/par": 1, "/token": 2, "/revoke": 1} {
		requests := r.Requests(path)
		if len(requests) != want {
			t.Errorf("%s: got %d requests, want %d", path, len(requests), want)
		}
		for _, request := range requests {
			if request.Header.Get("Authorization") != "" || request.Form.Has("client_secret") {
				t.Errorf("L-22 %s: got a secret beside the assertion", path)
			}
			if strings.Contains(r.log.String(), request.Form.Get("client_assertion")) {
				t.Errorf("O-09 %s: the log holds the assertion", path)
			}
		}
	}
}

// N-29: a new key is published before it signs, and the old one while it may
// still be asked for.
func TestClientKeyRotation(t *testing.T) {
	r := newRig(t, signing(privateKey(t)))
	r.publishes(t)
	b := r.signedIn(t)
	r.app = r.replica(t, signing(privateKey(t)))
	b.app = r.app
	r.clock.Move(6 * time.Minute)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusServiceUnavailable) // the issuer does not know it yet
	if b.sessionID() == "" {
		t.Error("the session ended for want of a key")
	}
	r.publishes(t)
	r.clock.Move(3 * time.Second)
	wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
}

// A key is published before the method changes: the server must know it first.
func TestKeysArePublishedBeforeTheySign(t *testing.T) {
	key := config.Secret(privateKey(t))
	r := newRig(t, func(c *configT) { c.ClientKey = key })
	r.signedIn(t) // with the secret
	if got := body(newBrowser(t, r.app).get("/jwks.json")); !strings.Contains(got, `"crv":"P-256"`) {
		t.Errorf("got %s, want the public key", got)
	}
}

func TestPublishedKeysWithoutAKey(t *testing.T) {
	r := newRig(t)
	resp := newBrowser(t, r.app).get("/jwks.json")
	wantStatus(t, resp, http.StatusOK)
	if got := strings.TrimSpace(body(resp)); got != `{"keys":[]}` {
		t.Errorf("got %s, want no keys", got)
	}
}
