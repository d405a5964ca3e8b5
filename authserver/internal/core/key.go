package core

import "time"

// SigningKey is a signing key as it rests in the store: its private half is
// sealed, its life is public. One key has one algorithm (RFC 8725 §3.1).
type SigningKey struct {
	ID        string    `json:"kid"` // RFC 7638 thumbprint of the public key
	Algorithm string    `json:"alg"`
	State     string    `json:"state"` // KeyNext, KeyCurrent or KeyRetired
	Sealed    string    `json:"sealed"`
	NotBefore time.Time `json:"not_before"`
	RetireAt  time.Time `json:"retire_at,omitzero"` // when it leaves the JWKS; zero for never
}

// The life of a key: published before it signs, published after it signed
// (OIDC Core §10.1.1).
const (
	KeyNext    = "next"
	KeyCurrent = "current"
	KeyRetired = "retired"
)
