package mint

import (
	"cmp"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Keys are the private keys of the moment, parsed and ready.
type Keys interface {
	AccessTokenKey() jose.SigningKey
	// IDTokenKey gives the key for an alg of RFC 7518 §3.1.
	IDTokenKey(alg string) (jose.SigningKey, error)
}

// Users knows the users.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
}

// Scopes knows which scope means something at which resource.
type Scopes interface {
	// ScopeAt gives the tokens of scope that mean something at the audience.
	ScopeAt(audience []string, scope oauth.Scope) oauth.Scope
}

// Minter signs tokens in the name of the issuer. All fields are required, but
// Users, without which ID tokens say nothing of a user but sub.
type Minter struct {
	Issuer         string
	Keys           Keys
	Now            func() time.Time
	AccessTokenTTL time.Duration
	IDTokenTTL     time.Duration
	Users          Users
	Scopes         Scopes
}

// sign signs claims as a JWT of this type with the key for the algorithm, "" for the default.
func (m *Minter) sign(alg, typ string, claims any) (string, error) {
	key, err := m.Keys.IDTokenKey(cmp.Or(alg, DefaultIDTokenAlg))
	if err != nil {
		return "", err
	}
	return jose.Mint(key, typ, claims)
}
