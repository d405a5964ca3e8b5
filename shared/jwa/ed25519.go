// Package jwa knows the algorithm names that github.com/golang-jwt/jwt does not.
package jwa

import "github.com/golang-jwt/jwt/v5"

// Ed25519 is the algorithm that EdDSA names when the key is on Ed25519, under its
// fully specified name (RFC 9864 §2.2). Importing this package registers it.
var Ed25519 = register() //nolint:gochecknoglobals // the library keeps its methods in a global table

// Same gives one name to what are two names of one algorithm: a key set may say
// EdDSA where the header of a token says Ed25519, or the other way round.
func Same(alg string) string {
	if alg == Ed25519.Alg() {
		return jwt.SigningMethodEdDSA.Alg()
	}
	return alg
}

func register() jwt.SigningMethod {
	method := ed25519{jwt.SigningMethodEdDSA}
	jwt.RegisterSigningMethod(method.Alg(), func() jwt.SigningMethod { return method })
	return method
}

type ed25519 struct{ *jwt.SigningMethodEd25519 }

// Alg is the name in the header.
func (ed25519) Alg() string { return "Ed25519" }
