package trace

import (
	"crypto/sha256"
	"math"
	"strings"
	"unicode/utf8"

	"quartet.example/shared/oauth"
)

// KeyFrom returns the key of fingerprints for a secret that the services share. It returns nil for
// "", and New then makes a random key. Do not store the key in Redis, because with key and
// fingerprints a guessed value can be confirmed.
func KeyFrom(secret string) []byte {
	if secret == "" {
		return nil
	}
	key := sha256.Sum256([]byte("quartet trace v1 " + secret))
	return key[:]
}

const (
	minBits     = 128 // the randomness required of a secret (RFC 6749 §10.10)
	minDistinct = 8   // minimum number of different ASCII characters
)

// isRandom reports whether a value is long enough to hold 128 random bits. Short codes, names,
// PINs and passwords are not; neither is a short value after a long prefix ("urn:...:123456") or
// many zeros. A value that should be random according to its name but is not gets no fingerprint.
// Only ASCII characters count as different, because tokens and codes have no others (RFC 6749 App. A),
// and four digits of full width are six different bytes.
func isRandom(value string) bool {
	value = value[strings.LastIndexAny(value, ":/ ")+1:]
	var seen [utf8.RuneSelf]bool
	digits, hex, distinct := true, true, 0
	for i := range len(value) {
		c := value[i]
		if c < utf8.RuneSelf && !seen[c] {
			seen[c] = true
			distinct++
		}
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
	return distinct >= minDistinct && math.Log2(alphabet)*float64(len(value)) >= minBits
}

// isSecretOfOurs reports whether a value has the form of oauth.NewSecret.
func isSecretOfOurs(value string) bool { return oauth.IsS256Challenge(value) }
