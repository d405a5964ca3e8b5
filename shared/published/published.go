// Package published lists secrets that everybody can read: those of the built-in seed, of the
// documentation, and of the examples in RFCs. In the production profile no service accepts them,
// neither in clear nor as a hash.
//
//	published.go  the list: passwords, secrets, password hashes
//	keys.go       the list of keys, by thumbprint
//	strength.go   Judge, for secrets that an operator chooses
package published

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// marker is part of every secret that this project publishes.
const marker = "not-for-production"

// passwords are those of the users of the built-in seed.
var passwords = []string{"wonderland", "builder", "mischief"}

// secrets are published client secrets, and strings that an operator could copy as a key.
var secrets = []string{
	"notes-dev-secret-not-for-production", "web-post-dev-secret-not-for-production", "web-dev-secret-not-for-production", "service-dev-secret-not-for-production",
	"exchanger-dev-secret-not-for-production", "notes-api-dev-secret-not-for-production",
	"basic-op-dev-secret-not-for-production", "basic-op-2-dev-secret-not-for-production",
	"gX1fBat3bV", "7Fjfp0ZBr1KtDRbnfVdmIw", // RFC 6749 §2.3.1 and §4.1.3
	"0123456789abcdef0123456789abcdef", // used in the tests of this project
}

// hashes are the password hashes of the built-in seed.
var hashes = []string{
	"$argon2id$v=19$m=19456,t=2,p=1$OYxZZG8lxWoRMg1NYAzirg$r6MQvuYp8rzCN3bldVAirG6cOUlHMMBOiJamHmXVFJE",
	"$argon2id$v=19$m=19456,t=2,p=1$KStJC7E7oE4+OAP9cDdLXA$ZRtZuFF6RvhNPZ0voIEwpEsZ9a3FKMgzhDTVO+bg7F4",
	"$argon2id$v=19$m=19456,t=2,p=1$MRt8ulrdLfjVL1q1oLoblg$zAAVRMQXiCl6PBC+TQwFPtxpciktwSf41noUPqtstBI",
}

// Passwords returns the published passwords, so that a hash can be compared with them.
func Passwords() []string { return slices.Clone(passwords) }

// IsPassword reports whether a password is published.
func IsPassword(password string) bool { return slices.Contains(passwords, password) }

// IsPasswordHash reports whether exactly this password hash is published. It does not recognize a
// new hash of a published password; compare such a hash with Passwords.
func IsPasswordHash(hash string) bool { return slices.Contains(hashes, strings.TrimSpace(hash)) }

// Is reports whether a secret is published: as it is, in other case, within a longer string that
// contains the marker of this project, or as its SHA-256 in hex, base64 or base64url.
func Is(secret string) bool {
	s := strings.ToLower(strings.TrimSpace(secret))
	if strings.Contains(s, marker) {
		return true
	}
	for _, known := range slices.Concat(secrets, passwords) {
		if s == strings.ToLower(known) || slices.Contains(digests(known), strings.TrimRight(strings.TrimSpace(secret), "=")) {
			return true
		}
	}
	return slices.Contains(hashes, strings.TrimSpace(secret))
}

// digests returns the usual spellings of the SHA-256 of a secret, without padding.
func digests(secret string) []string {
	sum := sha256.Sum256([]byte(secret))
	return []string{
		hex.EncodeToString(sum[:]), strings.ToUpper(hex.EncodeToString(sum[:])),
		base64.RawURLEncoding.EncodeToString(sum[:]), base64.RawStdEncoding.EncodeToString(sum[:]),
	}
}
