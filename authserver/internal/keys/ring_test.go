package keys_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/jose"
	"quartet.example/shared/redistest"
	"quartet.example/shared/seal"
)

func box(secret string) *seal.Box { return seal.WithKey(seal.KeyFrom(secret)) }

// replicas gives a maker of rings that share one store.
func replicas(t *testing.T) func(secret string) (*keys.Ring, error) {
	t.Helper()
	store, _ := storetest.New(t)
	return func(secret string) (*keys.Ring, error) {
		return keys.New(t.Context(), keys.Options{Store: store, Box: box(secret), Now: storetest.NewClock().Now})
	}
}

func jwks(t *testing.T, r *keys.Ring) *httptest.ResponseRecorder {
	t.Helper()
	e := echo.New()
	r.Mount(e)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/jwks", nil))
	return rec
}

func TestReplicasPublishOneSet(t *testing.T) { // G-05
	start := replicas(t)
	const n = 20
	sets := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			r, err := start("one seal key")
			if err != nil {
				t.Errorf("replica %d: %v", i, err)
				return
			}
			sets[i] = jwks(t, r).Body.String()
		})
	}
	wg.Wait()
	for i, set := range sets {
		if set != sets[0] {
			t.Errorf("replica %d publishes another set:\n%s\n%s", i, set, sets[0])
		}
	}
	restarted, err := start("one seal key")
	if err != nil {
		t.Fatal(err)
	}
	if got := jwks(t, restarted).Body.String(); got != sets[0] {
		t.Errorf("after a restart: got %s, want %s", got, sets[0])
	}
}

func TestWrongSealKeyIsToldAtStart(t *testing.T) {
	start := replicas(t)
	if _, err := start("first"); err != nil {
		t.Fatal(err)
	}
	_, err := start("second")
	if !errors.Is(err, seal.ErrNotOurs) || !strings.Contains(err.Error(), "another seal key") {
		t.Errorf("got %v, want one that names the seal key", err)
	}
}

func TestKeySet(t *testing.T) { // G-01
	r, err := replicas(t)("s")
	if err != nil {
		t.Fatal(err)
	}
	rec := jwks(t, r)
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal(rec.Body.Bytes(), &set); err != nil {
		t.Fatal(err)
	}
	seen := map[any]bool{}
	var algs []string
	for _, k := range set.Keys {
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
			if _, has := k[private]; has {
				t.Errorf("%s has the private member %s", k["kid"], private)
			}
		}
		if seen[k["kid"]] || k["kid"] == "" || k["use"] != "sig" {
			t.Errorf("kid or use is wrong: %v", k)
		}
		seen[k["kid"]] = true
		alg, named := k["alg"].(string)
		if !named && k["crv"] == "Ed25519" { // for both names of its algorithm
			alg = "Ed25519"
		}
		algs = append(algs, alg)
	}
	if got, want := strings.Join(algs, " "), "ES256 Ed25519 RS256"; got != want {
		t.Errorf("algorithms: got %s, want %s", got, want)
	}
	h := rec.Header()
	if h.Get("Cache-Control") != "public, max-age=300" || h.Get("ETag") == "" {
		t.Errorf("headers: got %v", h)
	}
}

func TestKeySetIsNotSentTwice(t *testing.T) {
	r, err := replicas(t)("s")
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	r.Mount(e)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/jwks", nil)
	req.Header.Set("If-None-Match", jwks(t, r).Header().Get("ETag"))
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, req)
	if rec.Code != http.StatusNotModified || rec.Body.Len() != 0 {
		t.Errorf("got %d with %d bytes, want 304 with none", rec.Code, rec.Body.Len())
	}
}

func TestEachAlgorithmSignsAndVerifies(t *testing.T) {
	r, err := replicas(t)("s")
	if err != nil {
		t.Fatal(err)
	}
	for _, alg := range append(keys.Names(), "") {
		key, err := r.IDTokenKey(alg)
		if err != nil {
			t.Fatalf("%q: %v", alg, err)
		}
		if alg == "" && key.Algorithm != "RS256" {
			t.Errorf("the default is %s, want RS256", key.Algorithm)
		}
		if alg != "" && key.Algorithm != alg {
			t.Errorf("signs with %s, want %s", key.Algorithm, alg)
		}
		if err := verify(t, r, mint(t, key)); err != nil {
			t.Errorf("%s: verify: %v", alg, err)
		}
	}
	if _, err := r.IDTokenKey("none"); err == nil {
		t.Error("there is a key for alg none")
	}
}

func TestAKeyVerifiesItsOwnAlgorithmOnly(t *testing.T) { // RFC 8725 §3.1
	r, err := replicas(t)("s")
	if err != nil {
		t.Fatal(err)
	}
	for name, header := range map[string]jose.Header{
		"another algorithm": {KeyID: r.AccessTokenKey().ID, Algorithm: "HS256"},
		"unknown kid":       {KeyID: "../../dev/null", Algorithm: "ES256"},
		"no kid":            {Algorithm: "ES256"},
	} {
		_, err := r.Find(t.Context(), header)
		if err == nil {
			t.Errorf("%s: got a key", name)
		}
		if missing := name == "unknown kid"; errors.Is(err, core.ErrNotFound) != missing {
			t.Errorf("%s: got %v; core.ErrNotFound must mean that no key has that kid", name, err)
		}
	}
}

func mint(t *testing.T, key jose.SigningKey) string {
	t.Helper()
	signed, err := jose.Mint(t.Context(), key, "JWT", jose.Claims{})
	if err != nil {
		t.Error(err)
	}
	return signed
}

// verify verifies a token with these keys.
func verify(t *testing.T, found jose.Keys, token string) error {
	t.Helper()
	kind := jose.Kind{MaxBytes: 1 << 10, Types: []string{"JWT"}, Algorithms: keys.Names(), Keys: found, Timeless: true}
	return kind.Verify(t.Context(), token, &jose.Claims{})
}

func TestPrivateKeysRestSealed(t *testing.T) { // G-05
	rdb := redistest.New(t)
	now := storetest.NewClock().Now
	r, err := keys.New(t.Context(), keys.Options{Store: redisstore.New(rdb, now), Box: box("s"), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	jwks(t, r)
	records, err := rdb.HVals(t.Context(), "signing-keys").Result()
	if err != nil || len(records) != 3+1 { // and the version
		t.Fatalf("got %d records, %v, want 4", len(records), err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(r.AccessTokenKey().Signer)
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		var stored core.SigningKey
		if json.Unmarshal([]byte(record), &stored) != nil || stored.Sealed == "" {
			continue // the version
		}
		sealed, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(stored.Sealed), "="))
		if err != nil {
			t.Fatalf("sealed is not base64: %v", err)
		}
		if _, err := x509.ParsePKCS8PrivateKey(sealed); err == nil || bytes.Contains(sealed, der[36:68]) || strings.Contains(record, "PRIVATE") {
			t.Errorf("a private key is in clear: %.60s", record)
		}
	}
}

func BenchmarkAccessTokenKey(b *testing.B) {
	store, _ := storetest.New(b)
	sealer := seal.WithKey(seal.KeyFrom("s"))
	r, err := keys.New(b.Context(), keys.Options{Store: store, Box: sealer, Now: storetest.NewClock().Now})
	if err != nil {
		b.Fatal(err)
	}
	var k jose.SigningKey
	for b.Loop() {
		k = r.AccessTokenKey()
	}
	_ = k
}
