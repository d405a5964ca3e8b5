package trace

import (
	"crypto/sha256"
	"math"
	"strings"

	"quartet.example/shared/oauth"
)

// KeyFrom gives the key of fingerprints for a secret that services share; nil, which
// New replaces by a random key, for no secret. The key must not lie in Redis, where
// the fingerprints are.
func KeyFrom(secret string) []byte {
	if secret == "" {
		return nil
	}
	key := sha256.Sum256([]byte("quartet trace v1 " + secret))
	return key[:]
}

const (
	minBits     = 128 // what a random value must be able to hold (RFC 6749 §10.10)
	minDistinct = 8   // different characters that it must have, at least
)

// isRandom reports whether a value can hold 128 random bits. Short codes, names,
// PINs and passwords cannot; neither can a short value behind a long prefix
// ("urn:...:123456") or many zeros. What has a name that promises a random value,
// and does not look like one, is masked and gets no fingerprint.
func isRandom(value string) bool {
	value = value[strings.LastIndexAny(value, ":/ ")+1:]
	digits, hex, seen := true, true, map[rune]bool{}
	for _, c := range value {
		seen[c] = true
		digit := '0' <= c && c <= '9'
		digits = digits && digit
		hex = hex && (digit || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F')
	}
	alphabet := 64.0
	switch {
	case digits:
		alphabet = 10
	case hex:
		alphabet = 16
	}
	return len(seen) >= minDistinct && math.Log2(alphabet)*float64(len(value)) >= minBits
}

// isSecretOfOurs reports whether a value has the form of oauth.NewSecret, whatever
// its name.
func isSecretOfOurs(value string) bool { return oauth.IsS256Challenge(value) }
