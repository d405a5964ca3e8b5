package dpop

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// thumbprint is SHA-256 over the required members of the key in lexicographic
// order, without space (RFC 7638 §3). Members have one spelling each, so a key
// has one name.
func (k jwk) thumbprint() string {
	canonical, _ := json.Marshal(k.members) // sorts by name; strings never fail
	sum := sha256.Sum256(canonical)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// IsThumbprint reports whether s has the form of a thumbprint: SHA-256 in
// base64url (RFC 9449 §10, dpop_jkt).
func IsThumbprint(s string) bool {
	raw, err := strict.DecodeString(s)
	return err == nil && len(raw) == sha256.Size
}
