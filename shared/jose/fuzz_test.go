package jose_test

import (
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// Only the signed token is accepted, in exactly this encoding.
func FuzzVerify(f *testing.F) {
	key := newKey(f, "ES256")
	kind := ticket(key)
	raw, err := jose.Mint(f.Context(), key, "ticket+jwt", good())
	if err != nil {
		f.Fatal(err)
	}
	parts := strings.Split(raw, ".")
	for _, seed := range []string{raw, "", "..", "a.b.c", parts[0] + "." + parts[1] + ".", parts[0] + ".e30." + parts[2], "eyJhbGciOiJub25lIn0." + parts[1] + "."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		var claims jose.Claims
		if err := kind.Verify(t.Context(), said, &claims); err == nil && said != raw {
			t.Errorf("accepted %q", said)
		}
	})
}

// Every key that ParseSet reads can be written, and is the same key when it is read again.
func FuzzParseSet(f *testing.F) {
	for _, alg := range []string{"ES256", "ES384", "EdDSA"} {
		written, err := jose.Set{Keys: []jose.Key{newKey(f, alg).Public()}}.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(written)
	}
	f.Add([]byte(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"AA"},{}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		set, err := jose.ParseSet(document, jose.KeyRules{})
		if err != nil {
			return
		}
		written, err := set.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := jose.ParseSet(written, jose.KeyRules{})
		if err != nil || len(again.Keys) != len(set.Keys) || len(again.Skipped) > 0 {
			t.Fatalf("%s: got %d keys, %v, want %d", written, len(again.Keys), again.Skipped, len(set.Keys))
		}
		for i, key := range set.Keys {
			if !key.Equal(again.Keys[i]) || key.Thumbprint() == "" {
				t.Errorf("%s: another key", written)
			}
		}
	})
}
