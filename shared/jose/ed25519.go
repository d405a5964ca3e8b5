package jose

import "github.com/golang-jwt/jwt/v5"

// The two names of the one algorithm of keys on Ed25519: a key set may say one where the
// header of a token says the other.
const (
	EdDSA   = "EdDSA"   // RFC 8037 §3.1
	Ed25519 = "Ed25519" // RFC 9864 §2.2, fully specified
)

// IsSameAlgorithm reports whether two names are those of one algorithm.
func IsSameAlgorithm(a, b string) bool { return oneName(a) == oneName(b) }

func oneName(alg string) string {
	if alg == Ed25519 {
		return EdDSA
	}
	return alg
}

// ed25519Method is EdDSA under its other name, which the library does not know.
type ed25519Method struct{ *jwt.SigningMethodEd25519 }

// Alg returns the name in the header.
func (ed25519Method) Alg() string { return Ed25519 }
