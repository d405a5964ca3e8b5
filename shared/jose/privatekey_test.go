package jose_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// private returns the key as a private JWK with changes; nil removes a member.
func private(t testing.TB, key jose.SigningKey, change map[string]any) string {
	t.Helper()
	encode := base64.RawURLEncoding.EncodeToString
	parts := map[string]any{}
	switch k := key.Signer.(type) {
	case *ecdsa.PrivateKey:
		d, err := k.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		parts["d"] = encode(d)
	case ed25519.PrivateKey:
		parts["d"] = encode(k.Seed())
	case *rsa.PrivateKey:
		parts["d"], parts["p"], parts["q"] = encode(k.D.Bytes()), encode(k.Primes[0].Bytes()), encode(k.Primes[1].Bytes())
	}
	for name, value := range change {
		parts[name] = value
	}
	return member(t, key, parts)
}

func pemOf(t testing.TB, key jose.SigningKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// A parsed private key signs, and the public key from its JSON verifies the signature.
func TestParsePrivate(t *testing.T) {
	for _, alg := range []string{"ES256", "ES384", "EdDSA", "RS256", "PS256"} {
		key := newKey(t, alg)
		forms := map[string]string{"a JWK": private(t, key, nil), "a set": `{"keys":[` + private(t, key, nil) + `]}`}
		if alg != "PS256" { // PEM does not name the algorithm
			forms["PEM"] = pemOf(t, key)
		}
		for form, text := range forms {
			t.Run(alg+" as "+form, func(t *testing.T) {
				got, err := jose.ParsePrivate([]byte("\n" + text + "\n"))
				if err != nil || len(got) != 1 || got[0].Algorithm != alg {
					t.Fatalf("got %d keys, %v", len(got), err)
				}
				if form == "PEM" && got[0].ID != key.Public().Thumbprint() || form != "PEM" && got[0].ID != "k1" {
					t.Errorf("kid: got %q", got[0].ID)
				}
				got[0].ID = "k1"
				if err := ticket(key).Verify(t.Context(), mint(t, got[0], nil), &jose.Claims{}); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestParsePrivateRefuses(t *testing.T) {
	ec, other, strong := newKey(t, "ES256"), newKey(t, "ES256"), newKey(t, "RS256")
	for name, text := range map[string]string{
		"nothing": "", "a word": "secret", "another JSON": `{"a":1}`, "an empty PEM": "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
		"a public JWK":              member(t, ec, nil),
		"a symmetric key":           `{"kty":"oct","k":"c2VjcmV0"}`,
		"halves of two keys":        private(t, ec, map[string]any{"x": coordinate(t, other, "x"), "y": coordinate(t, other, "y")}),
		"a private part of nought":  private(t, ec, map[string]any{"d": ""}),
		"an RSA key of d alone":     private(t, strong, map[string]any{"p": nil, "q": nil}),
		"an RSA key with another d": private(t, strong, map[string]any{"d": "AQAB"}),
		"another algorithm":         private(t, ec, map[string]any{"alg": "RS256"}),
		"a bad one in a set":        `{"keys":[` + private(t, ec, nil) + `,` + member(t, ec, nil) + `]}`,
	} {
		keys, err := jose.ParsePrivate([]byte(text))
		if err == nil {
			t.Errorf("%s: got %d keys", name, len(keys))
		} else if d := coordinate(t, ec, "x"); strings.Contains(err.Error(), d) {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
}
