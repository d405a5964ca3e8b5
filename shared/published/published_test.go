package published_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
)

func TestGuessableSecretIsRefused(t *testing.T) {
	for name, secret := range map[string]string{
		"one letter":                strings.Repeat("a", 64),
		"two letters in turn":       strings.Repeat("k7", 32),
		"a word, repeated":          strings.Repeat("password", 8),
		"a word, repeated in part":  strings.Repeat("changeme", 4) + "chan",
		"the alphabet":              "abcdefghijklmnopqrstuvwxyz0123456789",
		"digits in order, repeated": strings.Repeat("0123456789", 4),
		"short":                     "x9Qw2LmP",
		"31 characters":             "Zk3vQ0yq1J8sHc5dT7uWm2bLx9RfAe4",
		"empty":                     "",
	} {
		if err := published.Judge(secret); err == nil {
			t.Errorf("%s: accepted", name)
		} else if secret != "" && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error shows the secret: %v", name, err)
		}
	}
}

func TestARandomSecretIsAccepted(t *testing.T) {
	for range 2000 {
		raw := make([]byte, 32)
		_, _ = rand.Read(raw)
		for name, secret := range map[string]string{
			"16 bytes in hex": hex.EncodeToString(raw[:16]), "32 bytes in hex": hex.EncodeToString(raw),
			"24 bytes in base64": base64.StdEncoding.EncodeToString(raw[:24]), "32 bytes in base64url": base64.RawURLEncoding.EncodeToString(raw),
		} {
			if err := published.Judge(secret); err != nil {
				t.Fatalf("%s: %s: %v", name, secret, err)
			}
		}
	}
}

func TestEveryFormOfAPublishedSecretIsRecognized(t *testing.T) {
	const secret = "notes-dev-secret-not-for-production"
	sum := sha256.Sum256([]byte(secret))
	for name, form := range map[string]string{
		"itself": secret, "in capitals": strings.ToUpper(secret), "with more around it": "my-" + secret + "-2", "with a newline": secret + "\n",
		"hashed, in hex": hex.EncodeToString(sum[:]), "hashed, in base64": base64.StdEncoding.EncodeToString(sum[:]),
		"hashed, in base64url": base64.RawURLEncoding.EncodeToString(sum[:]), "a password": "wonderland",
	} {
		if !published.Is(form) {
			t.Errorf("%s: is not recognized as published", name)
		}
	}
	if published.Is(oauth.NewSecret()) {
		t.Error("an unpublished secret is reported as published")
	}
}

func number(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestKeysOfTheRFCsArePublished(t *testing.T) {
	p256 := func(x, y string) *ecdsa.PublicKey {
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, number(t, x)...), number(t, y)...))
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	const n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	for name, key := range map[string]any{
		"RFC 7515 A.3":          p256("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
		"RFC 7517 A.1 P-256":    p256("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"),
		"RFC 7517 A.1 RSA":      &rsa.PublicKey{N: new(big.Int).SetBytes(number(t, n)), E: 65537},
		"RFC 8037 A.2 Ed25519":  ed25519.PublicKey(number(t, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
		"RFC 9449 §4.1 example": p256("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"),
	} {
		if !published.IsKey(key) {
			t.Errorf("%s: is not recognized as published", name)
		}
	}
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if published.IsKey(own.Public()) || published.IsKey("no key") {
		t.Error("a new key is reported as published")
	}
}
