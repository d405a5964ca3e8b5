package mint

import (
	"cmp"
	"context"
	"time"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Keys has the current signing keys, parsed.
type Keys interface {
	AccessTokenKey() jose.SigningKey
	// IDTokenKey returns the key for an algorithm of RFC 7518 §3.1, or an error if there is none.
	IDTokenKey(alg string) (jose.SigningKey, error)
}

// Users finds users.
type Users interface {
	// FindUser returns core.ErrNotFound for an unknown or disabled user.
	FindUser(sub string) (*core.User, error)
	// ClaimRules returns which scopes release which claims of a user.
	ClaimRules() claims.Rules
}

// Scopes knows which resource defines which scopes.
type Scopes interface {
	// ScopeAt returns the part of scope that the audience defines.
	ScopeAt(audience []string, scope oauth.Scope) oauth.Scope
}

// Minter signs the tokens of the issuer. All fields are required but Users. Without Users, tokens
// have no claims about the user but sub.
type Minter struct {
	Issuer         string
	Keys           Keys
	Now            func() time.Time
	AccessTokenTTL time.Duration
	IDTokenTTL     time.Duration
	Users          Users
	Scopes         Scopes
}

// sign signs a payload as a JWT of this type with the key for the algorithm, "" for the default.
func (m *Minter) sign(ctx context.Context, alg, typ string, payload any) (string, error) {
	key, err := m.Keys.IDTokenKey(cmp.Or(alg, DefaultIDTokenAlg))
	if err != nil {
		return "", err
	}
	return jose.Mint(ctx, key, typ, payload)
}
