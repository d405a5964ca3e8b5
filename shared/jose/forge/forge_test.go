package forge_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

const claims = `{"big":9007199254740993,"exp":1800000000,"sub":"alice"}`

// A token that is taken apart and signed again is the same token: also with numbers that a float64 cannot
// represent (RFC 8259 §6), and with ECDSA, which is deterministic (RFC 6979).
func TestSignWritesWhatParseRead(t *testing.T) {
	for _, alg := range []string{"ES256", "RS256", "EdDSA", "Ed25519"} {
		t.Run(alg, func(t *testing.T) {
			key, err := forge.Foreign(alg)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := forge.Sign(alg, key.Signer, forge.Encode(`{"alg":"`+alg+`","kid":"k"}`), forge.Encode(claims))
			if err != nil {
				t.Fatal(err)
			}
			token, err := forge.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			again, err := token.Sign(alg, key.Signer)
			if err != nil {
				t.Fatal(err)
			}
			if again != raw {
				t.Errorf("got %s, want %s", again, raw)
			}
			public := key.Public()
			public.ID = "k"
			kind := jose.Kind{MaxBytes: 8 << 10, Types: []string{""}, Algorithms: []string{alg}, Keys: jose.Set{Keys: []jose.Key{public}}, Timeless: true}
			if err := kind.Verify(t.Context(), again, &jose.Claims{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"an empty text": "", "two parts": "e30.e30", "four parts": "e30.e30..", "a header that is no base64url": "e3=.e30.",
		"a payload that is no object": "e30." + base64.RawURLEncoding.EncodeToString([]byte("7")) + ".",
	} {
		if _, err := forge.Parse(raw); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestChangeRemovesNil(t *testing.T) {
	members := map[string]any{"a": 1, "b": 2}
	forge.Change(members, map[string]any{"a": nil, "c": 3, "d": nil})
	if len(members) != 2 || members["b"] != 2 || members["c"] != 3 {
		t.Errorf("got %v, want b and c", members)
	}
}

// A token without a signature ends with the second point (RFC 7515 §6).
func TestNoneHasNoSignature(t *testing.T) {
	raw, err := forge.Token{Header: map[string]any{"alg": "none"}, Claims: map[string]any{}}.Sign(forge.None, nil)
	if want := forge.Encode(`{"alg":"none"}`) + ".e30."; err != nil || raw != want {
		t.Errorf("got %q, %v; want %q", raw, err, want)
	}
}

func TestSignRefusesAnUnknownAlgorithm(t *testing.T) {
	if _, err := forge.Sign("XS256", nil, "", ""); err == nil {
		t.Error("got no error")
	}
}

// The classical secret is the PEM of the public key with its last line break.
func TestSecrets(t *testing.T) {
	for _, alg := range []string{"ES256", "RS256", "EdDSA"} {
		key, err := forge.Foreign(alg)
		if err != nil {
			t.Fatal(err)
		}
		all, err := forge.Secrets(key.Public())
		if err != nil {
			t.Fatal(err)
		}
		text := string(all[forge.PEM])
		if !strings.HasPrefix(text, "-----BEGIN PUBLIC KEY-----\n") || !strings.HasSuffix(text, "-----END PUBLIC KEY-----\n") {
			t.Errorf("%s: got %q", alg, text)
		}
		for name, secret := range all {
			if (len(secret) == 0) != (name == "nothing") {
				t.Errorf("%s, %s: got %d bytes", alg, name, len(secret))
			}
		}
	}
}
