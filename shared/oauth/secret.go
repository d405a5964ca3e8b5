package oauth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// NewSecret makes 256 random bits in base64url: codes, tokens, session ids,
// state, nonce and verifiers (RFC 6749 §10.10). 43 characters, so it is a code
// verifier too (RFC 7636 §4.1).
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Hash is the form in which a random secret is stored: SHA-256 in base64url.
// It is not for passwords, which need a slow hash.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// HashMatches compares a secret with the stored hash of one, in constant time.
func HashMatches(secret, hash string) bool {
	return subtle.ConstantTimeCompare([]byte(Hash(secret)), []byte(hash)) == 1
}

// Equal compares two secrets in constant time. Empty secrets equal nothing.
func Equal(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// Fingerprint names a secret in logs without revealing it: eight characters of
// its hash, enough to follow one value through a log, too few to confirm a guess.
func Fingerprint(secret string) string {
	if secret == "" {
		return ""
	}
	return Hash(secret)[:8]
}
