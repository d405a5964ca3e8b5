package core

import (
	"crypto/sha256"
	"encoding/base64"
)

// Owner names whose notes they are: a subject of an issuer. It is a hash, so that
// the store does not say who keeps notes.
type Owner string

// OwnerOf is the owner for the issuer and subject of an access token. A sub is
// unique within its issuer only (RFC 7519 §4.1.2).
func OwnerOf(issuer, subject string) Owner {
	sum := sha256.Sum256([]byte(issuer + "\x00" + subject))
	return Owner(base64.RawURLEncoding.EncodeToString(sum[:]))
}
