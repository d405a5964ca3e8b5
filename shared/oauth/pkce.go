package oauth

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// S256 is the only code challenge method that Quartet supports (RFC 9700 §2.1.1).
const S256 = "S256"

// ChallengeOf returns BASE64URL(SHA256(verifier)) (RFC 7636 §4.2).
func ChallengeOf(verifier string) string { return Hash(verifier) }

// VerifierMatches reports whether the verifier has the form of RFC 7636 §4.1 and hashes to the
// challenge (§4.6). It returns false for an empty challenge.
func VerifierMatches(verifier, challenge string) bool {
	if challenge == "" || !IsVerifier(verifier) {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(ChallengeOf(verifier)), []byte(challenge)) == 1
}

// IsVerifier reports whether s has the form code-verifier = 43*128unreserved (RFC 7636 §4.1).
func IsVerifier(s string) bool {
	if len(s) < 43 || len(s) > 128 {
		return false
	}
	for i := range len(s) {
		if !isUnreserved(s[i]) {
			return false
		}
	}
	return true
}

// IsS256Challenge reports whether s has the form of a SHA-256 hash in base64url without padding:
// 43 characters (RFC 7636 §4.2).
func IsS256Challenge(s string) bool {
	if len(s) != base64.RawURLEncoding.EncodedLen(sha256.Size) {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil
}

// isUnreserved reports whether c is an unreserved character (RFC 3986 §2.3).
func isUnreserved(c byte) bool {
	switch {
	case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return true
	}
	return c == '-' || c == '.' || c == '_' || c == '~'
}
