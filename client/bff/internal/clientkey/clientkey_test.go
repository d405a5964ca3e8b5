package clientkey_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/shared/jose"
)

func pemOf(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// jwkOf writes a key as RFC 7517 and RFC 7518 §6 do.
func jwkOf(t *testing.T, key any, kid, alg string) string {
	t.Helper()
	member := map[string]any{}
	number := func(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
	switch k := key.(type) {
	case *ecdsa.PrivateKey:
		member = map[string]any{"d": base64.RawURLEncoding.EncodeToString(must(k.Bytes()))}
		key = &k.PublicKey
	case *rsa.PrivateKey:
		k.Precompute()
		member = map[string]any{
			"kty": "RSA", "n": number(k.N), "e": "AQAB", "d": number(k.D), "p": number(k.Primes[0]), "q": number(k.Primes[1]),
			"dp": number(k.Precomputed.Dp), "dq": number(k.Precomputed.Dq), "qi": number(k.Precomputed.Qinv),
		}
	case ed25519.PrivateKey:
		member = map[string]any{
			"kty": "OKP", "crv": "Ed25519",
			"d": base64.RawURLEncoding.EncodeToString(k.Seed()), "x": base64.RawURLEncoding.EncodeToString(k[32:]),
		}
	case []byte:
		member = map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString(k)}
	}
	if k, ok := key.(*ecdsa.PublicKey); ok {
		point := must(k.Bytes())[1:]
		member["kty"], member["crv"] = "EC", k.Curve.Params().Name
		member["x"] = base64.RawURLEncoding.EncodeToString(point[:len(point)/2])
		member["y"] = base64.RawURLEncoding.EncodeToString(point[len(point)/2:])
	}
	for name, value := range map[string]string{"kid": kid, "alg": alg} {
		if value != "" {
			member[name] = value
		}
	}
	return string(must(json.Marshal(member)))
}

func must[K any](key K, err error) K {
	if err != nil {
		panic(err)
	}
	return key
}

func generate() (ec, p384 *ecdsa.PrivateKey, ed ed25519.PrivateKey, r *rsa.PrivateKey) {
	ec = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	p384 = must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader))
	_, ed, _ = ed25519.GenerateKey(rand.Reader)
	return ec, p384, ed, must(rsa.GenerateKey(rand.Reader, 2048))
}

// published fetches the keys as a server would.
func published(t *testing.T, keys *clientkey.Keys) (jose.Set, string) {
	t.Helper()
	handler, err := clientkey.NewHandler(keys)
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	handler.Mount(e)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, clientkey.Path, nil))
	set, err := jose.ParseSet(w.Body.Bytes(), jose.KeyRules{})
	if err != nil || len(set.Skipped) > 0 || w.Header().Get("Content-Type") != "application/jwk-set+json" {
		t.Fatalf("got %v %v", w.Header(), err)
	}
	return set, w.Body.String()
}

func TestAlgorithmFollowsFromTheKey(t *testing.T) {
	ec, _, ed, r := generate()
	now := time.Unix(1_800_000_000, 0)
	for name, tt := range map[string]struct{ setting, alg, kid string }{
		"N-27 P-256 in PEM":             {pemOf(t, ec), "ES256", ""},
		"N-27 Ed25519 in PEM":           {pemOf(t, ed), "EdDSA", ""},
		"N-27 RSA in PEM":               {pemOf(t, r), "RS256", ""},
		"RSA as PKCS #1":                {string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(r)})), "RS256", ""},
		"P-256 as SEC 1":                {string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: must(x509.MarshalECPrivateKey(ec))})), "ES256", ""},
		"P-256 as openssl writes it":    {string(pem.EncodeToMemory(&pem.Block{Type: "EC PARAMETERS", Bytes: []byte{6, 8}})) + pemOf(t, ec), "ES256", ""},
		"a JWK has its kid":             {jwkOf(t, ec, "k7", ""), "ES256", "k7"},
		"an RSA JWK may say PS256":      {jwkOf(t, r, "k8", "PS256"), "PS256", "k8"},
		"a set: the first signs":        {`{"keys":[` + jwkOf(t, ed, "new", "") + "," + jwkOf(t, ec, "old", "") + `]}`, "EdDSA", "new"},
		"spaces around it do no harm":   {"\n " + jwkOf(t, ec, "k7", "ES256") + "\n", "ES256", "k7"},
		"without kid it has thumbprint": {jwkOf(t, ec, "", ""), "ES256", ""},
	} {
		t.Run(name, func(t *testing.T) {
			keys, err := clientkey.Parse(tt.setting)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := keys.Assertion(t.Context(), "notes", "https://issuer.example", now)
			if err != nil {
				t.Fatal(err)
			}
			set, document := published(t, keys)
			claims := jwt.MapClaims{}
			token, err := jwt.NewParser(jwt.WithValidMethods([]string{tt.alg}), jwt.WithTimeFunc(func() time.Time { return now })).ParseWithClaims(raw, claims, func(token *jwt.Token) (any, error) {
				kid, _ := token.Header["kid"].(string)
				return set.Find(t.Context(), jose.Header{Algorithm: tt.alg, KeyID: kid})
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := token.Header["kid"]; tt.kid != "" && got != tt.kid {
				t.Errorf("kid: got %v, want %s", got, tt.kid)
			}
			if claims["aud"] != "https://issuer.example" || claims["iss"] != "notes" || claims["sub"] != "notes" || len(claims["jti"].(string)) < 43 || claims["exp"].(float64)-claims["iat"].(float64) != 60 {
				t.Errorf("got %v", claims)
			}
			for _, private := range []string{`"d":`, `"p":`, `"q":`, `"dp":`, `"qi":`} {
				if strings.Contains(document, private) {
					t.Errorf("N-27 %s is published: %s", private, document)
				}
			}
		})
	}
}

func TestKeysRefused(t *testing.T) {
	ec, p384, _, r := generate()
	small := must(rsa.GenerateKey(rand.Reader, 2048))
	small.N.Rsh(small.N, 1100)
	for name, setting := range map[string]string{
		"nothing":                   "",
		"a password":                "hunter2-hunter2",
		"a public JWK":              jwkOf(t, ec.Public(), "k", ""),
		"a public key in PEM":       string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(ec.Public()))})),
		"a symmetric JWK":           jwkOf(t, []byte("0123456789abcdef0123456789abcdef"), "k", "HS256"),
		"P-384":                     pemOf(t, p384),
		"alg of another key":        jwkOf(t, ec, "k", "RS256"),
		"alg none":                  jwkOf(t, ec, "k", "none"),
		"RS512":                     jwkOf(t, r, "k", "RS512"),
		"two keys with one kid":     `{"keys":[` + jwkOf(t, ec, "k", "") + "," + jwkOf(t, r, "k", "") + `]}`,
		"a set with nothing in it":  `{"keys":[]}`,
		"a public key in the set":   `{"keys":[` + jwkOf(t, ec, "a", "") + "," + jwkOf(t, ec.Public(), "b", "") + `]}`,
		"RSA that is far too small": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(small)})),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clientkey.Parse(setting)
			if err == nil {
				t.Fatal("got a key")
			}
			if len(setting) > 6 && strings.Contains(err.Error(), setting[3:]) {
				t.Errorf("got %v: it shows the setting", err)
			}
		})
	}
}
