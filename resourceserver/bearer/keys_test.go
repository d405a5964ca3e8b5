package bearer_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

func TestStartsWhileTheIssuerIsAway(t *testing.T) { // O-15
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.issuer.SetAway(true)
	r.open(t)
	raw := r.issuer.Token(t, r.clock.Now())
	_, _, w := r.with(t, raw)
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
	if w.Header().Get("Retry-After") == "" {
		t.Error("O-15: got no Retry-After")
	}
	if r.v.Ready(t.Context()) == nil {
		t.Error("O-15: ready without keys")
	}
	if w := r.get(t); w.Code != http.StatusUnauthorized {
		t.Errorf("without a token: got %d, want 401", w.Code)
	}
	r.issuer.SetAway(false)
	r.waitReady(t)
	if status, _, _ := r.with(t, raw); status != http.StatusOK {
		t.Errorf("O-15 it recovers alone: got %d, want 200", status)
	}
}

func TestIssuerGoesAway(t *testing.T) { // O-15
	r := start(t)
	seen, fresh := r.issuer.Token(t, r.clock.Now()), r.issuer.Token(t, r.clock.Now().Add(time.Second))
	r.with(t, seen)
	r.issuer.SetAway(true)
	for name, raw := range map[string]string{"seen before": seen, "first seen": fresh} {
		if status, _, _ := r.with(t, raw); status != http.StatusOK {
			t.Errorf("O-15 %s: got %d, want 200", name, status)
		}
	}
	for range 3 {
		if status, _, _ := r.with(t, signed(t, r, "kid", "unknown")); status != http.StatusUnauthorized {
			t.Errorf("O-15 unknown kid: got %d, want 401", status)
		}
	}
	if err := r.v.Ready(t.Context()); err != nil {
		t.Errorf("keys are cached: got %v, want ready", err)
	}
}

func TestRotationNeedsNoRestart(t *testing.T) { // G-02
	r := start(t)
	first, second := r.issuer.Key(), issuertest.NewKey(t, "k2")
	old := r.issuer.Token(t, r.clock.Now())
	if status, _, _ := r.with(t, old); status != http.StatusOK {
		t.Fatalf("old key: got %d, want 200", status)
	}
	r.issuer.Publish(t, second, first)
	raw := r.issuer.Token(t, r.clock.Now())
	var wg sync.WaitGroup
	for range 50 { // several requests, of which only one fetches
		wg.Go(func() {
			if status, results, _ := r.with(t, raw); status != http.StatusOK {
				t.Errorf("G-02 new key: got %d %s, want 200", status, ids(results))
			}
		})
	}
	wg.Wait()
	if n := r.issuer.Fetches.Load(); n != 2 {
		t.Errorf("got %d fetches, want 2", n)
	}
	if status, results, _ := r.with(t, old); status != http.StatusOK {
		t.Errorf("G-02 old key beside the new one: got %d %s, want 200", status, ids(results))
	}
	r.issuer.Publish(t, second)
	r.clock.Move(11 * time.Second)
	r.with(t, signed(t, r, "kid", "unknown")) // causes a fetch of the keys
	if status, results, _ := r.with(t, old); status != http.StatusUnauthorized {
		t.Errorf("G-02 withdrawn key: got %d %s, want 401", status, ids(results))
	}
}

func TestFloodOfUnknownKidsFetchesOnce(t *testing.T) {
	r := start(t)
	began := r.issuer.Fetches.Load()
	for i := range 200 {
		if status, _, _ := r.with(t, signed(t, r, "kid", fmt.Sprint("flood", i))); status != http.StatusUnauthorized {
			t.Fatalf("got %d, want 401", status)
		}
	}
	if n := r.issuer.Fetches.Load() - began; n != 1 {
		t.Errorf("got %d fetches, want 1", n)
	}
	r.clock.Move(11 * time.Second)
	r.issuer.Publish(t, issuertest.NewKey(t, "k2"))
	if status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusOK {
		t.Errorf("rotation after the flood: got %d, want 200", status)
	}
}

func TestMetadataThatIsNotBelieved(t *testing.T) { // RFC 8414 §3.3
	for name, change := range map[string][2]string{
		"another issuer":        {"issuer", "https://evil.example"},
		"jwks_uri over http":    {"jwks_uri", "http://evil.example/keys"},
		"jwks_uri with a user":  {"jwks_uri", "https://u@evil.example/keys"},
		"jwks_uri of no scheme": {"jwks_uri", "/keys"},
		"jwks_uri is a file":    {"jwks_uri", "file:///etc/passwd"},
		"no jwks_uri":           {"jwks_uri", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
			r.issuer.Describe(change[0], change[1])
			r.open(t)
			waittest.Until(t, "bearer", func() bool {
				err := r.v.Ready(t.Context())
				return err != nil && err.Error() != "the keys have not been fetched yet"
			})
			if n := r.issuer.Fetches.Load(); n != 0 {
				t.Errorf("got %d fetches of keys, want none", n)
			}
			_, _, w := r.with(t, r.issuer.Token(t, r.clock.Now()))
			wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
		})
	}
}

func TestConfiguredKeysNeedNoMetadata(t *testing.T) {
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.issuer.Describe("issuer", "https://unrelated.example")
	r.open(t, func(c *bearer.Config) { c.JWKSURI = r.issuer.URL + "/keys" })
	r.waitReady(t)
	if status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusOK {
		t.Errorf("got %d, want 200", status)
	}
}

// RFC 8725 §3.1: a key is used for one algorithm only.
func TestOneKeyOneAlgorithm(t *testing.T) {
	r := start(t)
	strong, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Skip("this Go makes no weak keys: ", err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encryption := issuertest.JWK(t, strong.Public(), "enc", "RS256")
	encryption["use"] = "enc"
	body, err := json.Marshal(map[string]any{"keys": []any{
		issuertest.JWK(t, strong.Public(), "bare", ""), issuertest.JWK(t, strong.Public(), "ps", "PS256"),
		issuertest.JWK(t, weak.Public(), "weak", "RS256"), issuertest.JWK(t, ed.Public(), "ed", "EdDSA"),
		encryption,
		map[string]any{"kty": "oct", "kid": "oct", "k": "c2VjcmV0", "alg": "HS256"},
		map[string]any{"kty": "LATER", "kid": "x"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	r.issuer.PublishRaw(body)
	r.with(t, signed(t, r, "kid", "not there yet"))
	for name, tt := range map[string]struct {
		alg  string
		key  any
		kid  string
		want int
	}{
		"RSA key without alg is for RS256":     {"RS256", strong, "bare", 200},
		"RSA key without alg is not for PS256": {"PS256", strong, "bare", 401},
		"PS256 key":                            {"PS256", strong, "ps", 200},
		"PS256 key is not for RS256":           {"RS256", strong, "ps", 401},
		"Ed25519 key":                          {jose.EdDSA, ed, "ed", 200},
		"Ed25519 key by its name of RFC 9864":  {jose.Ed25519, ed, "ed", 200},
		"RSA key of 1024 bits":                 {"RS256", weak, "weak", 401},
		"key for encryption":                   {"RS256", strong, "enc", 401},
		"symmetric key":                        {"HS256", []byte("secret"), "oct", 401},
		"RS512, which is not on our list":      {"RS512", strong, "bare", 401},
	} {
		t.Run(name, func(t *testing.T) {
			header := map[string]any{"typ": "at+jwt", "alg": tt.alg, "kid": tt.kid}
			raw := josetest.Sign(t, tt.alg, tt.key, header, r.issuer.Claims(r.clock.Now()))
			if status, results, _ := r.with(t, raw); status != tt.want {
				t.Errorf("got %d %s, want %d", status, ids(results), tt.want)
			}
		})
	}
}

// ES384 and RS512 are accepted only if Config names them.
func TestAlgorithmsThatMustBeSet(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	big, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		set  []string
		want int
	}{"not set": {nil, 401}, "set": {[]string{"ES256", "ES384", "RS512"}, 200}} {
		r := start(t, func(c *bearer.Config) { c.Algorithms = tt.set })
		body, err := json.Marshal(map[string]any{"keys": []any{issuertest.JWK(t, ec.Public(), "ec", "ES384"), issuertest.JWK(t, big.Public(), "big", "RS512")}})
		if err != nil {
			t.Fatal(err)
		}
		r.issuer.PublishRaw(body)
		for kid, key := range map[string]crypto.Signer{"ec": ec, "big": big} {
			method := map[string]jwt.SigningMethod{"ec": jwt.SigningMethodES384, "big": jwt.SigningMethodRS512}[kid]
			raw := josetest.Sign(t, method.Alg(), key, map[string]any{"typ": "at+jwt", "alg": method.Alg(), "kid": kid}, r.issuer.Claims(r.clock.Now()))
			if status, results, _ := r.with(t, raw); status != tt.want {
				t.Errorf("%s, %s: got %d %s, want %d", name, method.Alg(), status, ids(results), tt.want)
			}
		}
	}
}

func TestNewRefusesWhatIsUnsafe(t *testing.T) {
	good := bearer.Config{Issuer: "https://issuer.example", Resource: "https://api.example"}
	for name, spoil := range map[string]func(*bearer.Config){
		"http issuer":        func(c *bearer.Config) { c.Issuer = "http://issuer.example" },
		"no issuer":          func(c *bearer.Config) { c.Issuer = "" },
		"no resource":        func(c *bearer.Config) { c.Resource = "" },
		"relative resource":  func(c *bearer.Config) { c.Resource = "/api" },
		"http keys":          func(c *bearer.Config) { c.JWKSURI = "http://issuer.example/keys" },
		"HS256":              func(c *bearer.Config) { c.Algorithms = []string{"HS256"} },
		"none":               func(c *bearer.Config) { c.Algorithms = []string{"none"} },
		"no algorithm":       func(c *bearer.Config) { c.Algorithms = []string{} },
		"F-06 skew over 60s": func(c *bearer.Config) { c.ClockSkew = 61 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			spoil(&cfg)
			if v, err := bearer.New(cfg); err == nil {
				_ = v.Close()
				t.Error("got a Validator, want an error")
			}
		})
	}
}
