package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// methods are the algorithms that this package can verify. none is not among them.
var methods = map[string]jwt.SigningMethod{
	"ES256": jwt.SigningMethodES256, "ES384": jwt.SigningMethodES384, "ES512": jwt.SigningMethodES512,
	"RS256": jwt.SigningMethodRS256, "RS384": jwt.SigningMethodRS384, "RS512": jwt.SigningMethodRS512,
	"PS256": jwt.SigningMethodPS256, "PS384": jwt.SigningMethodPS384, "PS512": jwt.SigningMethodPS512,
	EdDSA: jwt.SigningMethodEdDSA, Ed25519: ed25519Method{jwt.SigningMethodEdDSA},
	"HS256": jwt.SigningMethodHS256, "HS384": jwt.SigningMethodHS384, "HS512": jwt.SigningMethodHS512,
}

// curves are the algorithms of the curves (RFC 7518 §3.4).
var curves = map[elliptic.Curve]string{elliptic.P256(): "ES256", elliptic.P384(): "ES384", elliptic.P521(): "ES512"}

// rsaAlgorithms are those that an RSA key can verify (RFC 7518 §3.3, §3.5).
var rsaAlgorithms = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}

// Asymmetric returns the algorithms whose verification key cannot sign.
func Asymmetric() []string {
	return append([]string{"ES256", "ES384", "ES512", EdDSA, Ed25519}, rsaAlgorithms...)
}

// able returns the algorithms that a public key can verify, or nil for a key of another type.
func able(public crypto.PublicKey) []string {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		if alg, ok := curves[key.Curve]; ok {
			return []string{alg}
		}
	case ed25519.PublicKey:
		return []string{EdDSA, Ed25519}
	case *rsa.PublicKey:
		return slices.Clone(rsaAlgorithms)
	}
	return nil
}
