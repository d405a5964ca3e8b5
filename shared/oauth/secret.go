package oauth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// NewSecret returns 256 random bits in base64url, for codes, tokens, session ids, state, nonce and
// verifiers (RFC 6749 §10.10). It has 43 characters, so it is also a valid code verifier (RFC 7636
// §4.1).
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // rand.Read never returns an error; it ends the program instead
	return encode(b)
}

// encode returns base64url of 256 bits. It allocates nothing but the string.
func encode(b [32]byte) string {
	var text [43]byte
	base64.RawURLEncoding.Encode(text[:], b[:])
	return string(text[:])
}

// Hash returns the form in which a random secret is stored: SHA-256 in base64url. Do not use it
// for passwords, which need a slow hash.
func Hash(secret string) string {
	var room [128]byte // enough for our secrets, so that the copy needs no allocation
	return encode(sha256.Sum256(append(room[:0], secret...)))
}

// HashMatches reports in constant time whether hash is the Hash of secret.
func HashMatches(secret, hash string) bool {
	return subtle.ConstantTimeCompare([]byte(Hash(secret)), []byte(hash)) == 1
}

// Equal compares two secrets in constant time. It returns false if they are empty.
func Equal(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// Fingerprint returns eight characters of the secret's hash, for logs. They are enough to follow
// one value through a log, and too few to confirm a guess. The fingerprint of "" is "".
func Fingerprint(secret string) string {
	if secret == "" {
		return ""
	}
	return Hash(secret)[:8]
}
