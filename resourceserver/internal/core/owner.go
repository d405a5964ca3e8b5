package core

import (
	"crypto/sha256"
	"encoding/base64"
)

// Owner identifies the owner of notes by a hash of issuer and subject, so that Redis does not show
// which users have notes.
type Owner string

// OwnerOf returns the owner for the issuer and subject of an access token. A sub is unique only
// within its issuer (RFC 7519 §4.1.2).
func OwnerOf(issuer, subject string) Owner {
	sum := sha256.Sum256([]byte(issuer + "\x00" + subject))
	return Owner(base64.RawURLEncoding.EncodeToString(sum[:]))
}
