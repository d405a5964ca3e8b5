package jose_test

import (
	"testing"

	"quartet.example/shared/jose"
)

// Verify costs a few µs in addition to the verification of the signature.
func BenchmarkVerify(b *testing.B) {
	key := newKey(b, "ES256")
	kind := ticket(key)
	raw, err := jose.Mint(b.Context(), key, "ticket+jwt", good())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := kind.Verify(b.Context(), raw, &jose.Claims{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMint(b *testing.B) {
	key := newKey(b, "ES256")
	claims := good()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jose.Mint(b.Context(), key, "ticket+jwt", claims); err != nil {
			b.Fatal(err)
		}
	}
}
