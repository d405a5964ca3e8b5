package jose

import "github.com/golang-jwt/jwt/v5"

// The two names of the signature algorithm of Ed25519 keys. A key set may use one name and the
// header of a token the other.
const (
	EdDSA   = "EdDSA"   // RFC 8037 §3.1
	Ed25519 = "Ed25519" // RFC 9864 §2.2, fully specified
)

// IsSameAlgorithm reports whether a and b are names of the same algorithm.
func IsSameAlgorithm(a, b string) bool { return oneName(a) == oneName(b) }

func oneName(alg string) string {
	if alg == Ed25519 {
		return EdDSA
	}
	return alg
}

// ed25519Method is EdDSA under its name of RFC 9864, which the library does not know.
type ed25519Method struct{ *jwt.SigningMethodEd25519 }

// Alg returns the name for the header.
func (ed25519Method) Alg() string { return Ed25519 }
