package clientkeys_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/clientkeys"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/jose"
)

// key is a public key of the kind, made once.
func key(t testing.TB, kind string) crypto.PublicKey {
	t.Helper()
	public, err := made(kind)
	if err != nil {
		t.Fatal(err)
	}
	return public
}

var (
	mu   sync.Mutex
	keys = map[string]crypto.PublicKey{}
)

func made(kind string) (crypto.PublicKey, error) {
	mu.Lock()
	defer mu.Unlock()
	if public, has := keys[kind]; has {
		return public, nil
	}
	var signer crypto.Signer
	var err error
	switch kind {
	case "rsa":
		signer, err = rsa.GenerateKey(rand.Reader, 2048)
	case "p384":
		signer, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "ed":
		_, signer, err = ed25519.GenerateKey(rand.Reader)
	default:
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		return nil, err
	}
	keys[kind] = signer.Public()
	return keys[kind], nil
}

// jwk gives the members of a public key, changed.
func jwk(t testing.TB, kind, kid string, change map[string]any) map[string]any {
	t.Helper()
	made, err := jose.NewKey(key(t, kind), kid, "")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]any{}
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	delete(members, "alg")
	for name, value := range change {
		members[name] = value
	}
	return members
}

func document(t testing.TB, keys ...map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestOneKeyOneAlgorithm(t *testing.T) { // RFC 8725 §3.1
	set, err := clientkeys.Parse(document(t,
		jwk(t, "ec", "ec", nil), jwk(t, "rsa", "rsa", nil), jwk(t, "ed", "ed", nil), jwk(t, "p384", "p384", nil),
		jwk(t, "rsa", "ps", map[string]any{"alg": "PS256"}), jwk(t, "ec2", "enc", map[string]any{"use": "enc"}),
		jwk(t, "ec2", "ops", map[string]any{"key_ops": []string{"encrypt"}}), jwk(t, "ec2", "other-alg", map[string]any{"alg": "RS256"}),
		jwk(t, "ec2", "x5u", map[string]any{"x5u": "https://127.0.0.1/", "x5c": []string{"AAAA"}}),
		jwk(t, "rsa", "long", map[string]any{"alg": "RS256", "n": strings.Repeat("_", 1368)}), // 8208 bits
		map[string]any{"kty": "LATER", "kid": "later"}, map[string]any{"kty": 7},              // skipped (RFC 7517 §5)
	))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		kid, alg string
		want     bool
	}{
		"ES256 by kid":                    {"ec", "ES256", true},
		"RSA without alg for RS256":       {"rsa", "RS256", true},
		"RSA without alg for PS256":       {"rsa", "PS256", true},
		"PS256 key for PS256":             {"ps", "PS256", true},
		"PS256 key for RS256":             {"ps", "RS256", false},
		"Ed25519":                         {"ed", "EdDSA", true},
		"EC key for RS256":                {"ec", "RS256", false},
		"public key as HMAC secret":       {"ec", "HS256", false},
		"P-384":                           {"p384", "ES256", false},
		"key for encryption":              {"enc", "ES256", false},
		"key whose operations are others": {"ops", "ES256", false},
		"key that says another algorithm": {"other-alg", "ES256", false},
		"x5u and x5c are not looked at":   {"x5u", "ES256", true},
		"RSA key of more than 8192 bits":  {"long", "RS256", false},
		"unknown kid":                     {"ghost", "ES256", false},
		"no kid, one key":                 {"", "EdDSA", true},
		"no kid, two keys":                {"", "PS256", false},
		"no kid, no key":                  {"", "none", false},
	} {
		if _, err := set.Find(t.Context(), jose.Header{Algorithm: tt.alg, KeyID: tt.kid}); (err == nil) != tt.want {
			t.Errorf("%s: got %v, want %t", name, err, tt.want)
		}
	}
}

func TestSetsThatAreRefused(t *testing.T) { // N-23
	for name, raw := range map[string][]byte{
		"private key":    document(t, jwk(t, "ec", "1", nil), jwk(t, "ec", "2", map[string]any{"d": "AAAA"})),
		"symmetric key":  document(t, map[string]any{"kty": "oct", "k": "c2VjcmV0"}),
		"no JSON":        []byte("keys"),
		"no keys member": []byte(`{}`),
		"a list":         []byte(`[]`),
		"too many keys": document(t, func() (many []map[string]any) {
			for i := range 257 {
				many = append(many, map[string]any{"kty": "EC", "kid": fmt.Sprint(i)})
			}
			return many
		}()...),
	} {
		if set, err := clientkeys.Parse(raw); err == nil {
			t.Errorf("%s: got %v, want an error", name, set)
		}
	}
}

// host is where a client publishes its keys.
type host struct {
	mu      sync.Mutex
	body    []byte
	header  http.Header
	failure error
	fetches atomic.Int64
}

func (h *host) JSON(context.Context, string) (fetch.Answer, error) {
	h.fetches.Add(1)
	h.mu.Lock()
	defer h.mu.Unlock()
	return fetch.Answer{Status: http.StatusOK, Header: h.header, Body: h.body}, h.failure
}

func (h *host) set(body []byte, failure error, cacheControl string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.body, h.failure, h.header = body, failure, http.Header{"Cache-Control": {cacheControl}}
}

func remote(t *testing.T) (*host, *clientkeys.Keys, *storetest.Clock, func(kid string) bool) {
	t.Helper()
	h, clock := &host{}, storetest.NewClock()
	k := &clientkeys.Keys{Fetch: h, Now: clock.Now, Log: slog.New(slog.DiscardHandler)}
	client := &core.Client{ID: "service-jwt", JWKSURI: "https://client.example/jwks"}
	return h, k, clock, func(kid string) bool {
		_, err := k.Of(client).Find(t.Context(), jose.Header{Algorithm: "ES256", KeyID: kid})
		return err == nil
	}
}

func TestRotation(t *testing.T) { // N-29, CD-17
	h, _, clock, finds := remote(t)
	h.set(document(t, jwk(t, "ec", "old", nil)), nil, "max-age=86400")
	for range 2 {
		if !finds("old") || h.fetches.Load() != 1 {
			t.Fatalf("got %d fetches, want 1", h.fetches.Load())
		}
	}
	h.set(document(t, jwk(t, "ec2", "new", nil)), nil, "max-age=86400")
	clock.Forward(time.Minute)
	t.Run("N-29 the new kid works within 60 s", func(t *testing.T) {
		if !finds("new") {
			t.Error("it does not")
		}
	})
	t.Run("N-29 the old kid is gone then", func(t *testing.T) {
		if finds("old") {
			t.Error("it still works")
		}
	})
}

func TestFloodOfUnknownKids(t *testing.T) { // N-29
	h, _, clock, finds := remote(t)
	h.set(document(t, jwk(t, "ec", "known", nil)), nil, "max-age=300")
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() { finds(fmt.Sprint("kid-", i)) })
	}
	group.Wait()
	if got := h.fetches.Load(); got > 2 { // the first, and one for an unknown kid
		t.Errorf("at once: got %d fetches, want 2 at most", got)
	}
	for i := range 60 { // one a second
		clock.Forward(time.Second)
		finds(fmt.Sprint("later-", i))
		if !finds("known") {
			t.Fatal("the known kid does not work")
		}
	}
	if got := h.fetches.Load(); got > 8 {
		t.Errorf("in a minute: got %d fetches, want 8 at most", got)
	}
}

func TestAge(t *testing.T) { // RFC 9111 §5.2.2
	for cacheControl, want := range map[string]time.Duration{
		"":                         clientkeys.DefaultAge,
		"max-age=120":              2 * time.Minute,
		"public, MAX-AGE=120":      2 * time.Minute,
		"max-age=86400":            clientkeys.MaxAge,
		"max-age=0":                clientkeys.MinAge,
		"no-store":                 clientkeys.MinAge,
		"no-cache, max-age=86400":  clientkeys.MinAge,
		"max-age=-1":               clientkeys.DefaultAge,
		"max-age=9999999999999999": clientkeys.DefaultAge,
	} {
		t.Run(cacheControl, func(t *testing.T) {
			h, _, clock, finds := remote(t)
			h.set(document(t, jwk(t, "ec", "1", nil)), nil, cacheControl)
			finds("1")
			clock.Forward(want - time.Second)
			if finds("1"); h.fetches.Load() != 1 {
				t.Errorf("fetched again before %s", want)
			}
			clock.Forward(time.Second)
			if finds("1"); h.fetches.Load() != 2 {
				t.Errorf("not fetched again after %s", want)
			}
		})
	}
}

func TestHostAway(t *testing.T) {
	away := errors.New("connection refused")
	t.Run("the last keys serve for an hour", func(t *testing.T) {
		h, _, clock, finds := remote(t)
		h.set(document(t, jwk(t, "ec", "1", nil)), nil, "")
		finds("1")
		h.set(nil, away, "")
		clock.Forward(clientkeys.StaleFor - time.Second)
		if !finds("1") {
			t.Error("they do not")
		}
		clock.Forward(2 * time.Second)
		if finds("1") {
			t.Error("they serve for longer")
		}
	})
	t.Run("a set that cannot be used is no set", func(t *testing.T) {
		h, _, clock, finds := remote(t)
		h.set(document(t, jwk(t, "ec", "1", nil)), nil, "")
		finds("1")
		h.set(document(t, jwk(t, "ec", "1", map[string]any{"d": "AAAA"})), nil, "")
		clock.Forward(2 * time.Minute)
		if !finds("1") {
			t.Error("the last keys do not serve")
		}
	})
	t.Run("failures are remembered for 10 s, and then it works", func(t *testing.T) {
		h, _, clock, finds := remote(t)
		h.set(nil, away, "")
		for range 50 {
			finds("1")
		}
		if h.fetches.Load() != 1 {
			t.Errorf("got %d fetches, want 1", h.fetches.Load())
		}
		h.set(document(t, jwk(t, "ec", "1", nil)), nil, "")
		clock.Forward(clientkeys.MinAge)
		if !finds("1") {
			t.Error("it does not")
		}
	})
}

func TestRegisteredKeys(t *testing.T) {
	h, k, _, _ := remote(t)
	client := &core.Client{ID: "by-value", JWKS: document(t, jwk(t, "ec", "1", nil))}
	for kid, want := range map[string]bool{"1": true, "2": false} {
		if _, err := k.Of(client).Find(t.Context(), jose.Header{Algorithm: "ES256", KeyID: kid}); (err == nil) != want {
			t.Errorf("%s: got %v", kid, err)
		}
	}
	if _, err := k.Of(&core.Client{ID: "none"}).Find(t.Context(), jose.Header{Algorithm: "ES256", KeyID: "1"}); err == nil {
		t.Error("a client without keys has one")
	}
	if h.fetches.Load() != 0 {
		t.Error("something was fetched")
	}
}
