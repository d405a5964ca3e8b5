package endpointtest

import (
	"testing"

	"quartet.example/shared/jose"
)

// maxToken bounds the tokens that the tests read, in bytes.
const maxToken = 8 << 10

// Claims reads the claims of a JWT without verifying it.
func Claims(t testing.TB, raw string) map[string]any {
	t.Helper()
	claims := map[string]any{}
	if err := jose.Peek(raw, maxToken, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// Header reads the header of a JWT without verifying it.
func Header(t testing.TB, raw string) jose.Header {
	t.Helper()
	token, err := jose.Read(raw, maxToken, &jose.Claims{})
	if err != nil {
		t.Fatal(err)
	}
	return token.Header()
}

// Resigned returns a JWT with the same claims, signed by a new key with this kid that no server
// knows. An attacker can make such a token, and an old token looks the same to a server that has
// deleted its key.
func Resigned(t testing.TB, raw, kid string) string {
	t.Helper()
	key, err := jose.Generate("ES256", kid)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := jose.Mint(t.Context(), key, "JWT", Claims(t, raw))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
