package core

import "time"

// SigningKey is a signing key in the store. The private key is encrypted; its state and times
// are not. One key has one algorithm (RFC 8725 §3.1).
type SigningKey struct {
	ID        string    `json:"kid"` // RFC 7638 thumbprint of the public key
	Algorithm string    `json:"alg"`
	State     string    `json:"state"` // KeyNext, KeyCurrent or KeyRetired
	Sealed    string    `json:"sealed"`
	NotBefore time.Time `json:"not_before"`
	RetireAt  time.Time `json:"retire_at,omitzero"` // when it leaves the JWKS; zero for never
}

// The states of a key. It is published before it signs, and after it has been replaced (OIDC
// Core §10.1.1).
const (
	KeyNext    = "next"
	KeyCurrent = "current"
	KeyRetired = "retired"
)
