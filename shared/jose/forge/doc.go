// Package forge makes tokens that no library makes: without a signature, signed with the wrong key,
// or with a header that contradicts the signature. They test software that verifies tokens. Nothing
// here verifies a token.
//
//	token.go   takes a token apart, and signs its parts again after a change
//	secret.go  the bytes of a public key that attackers use as an HMAC secret   RFC 8725 §2.1
//	foreign.go keys that no issuer publishes
package forge
