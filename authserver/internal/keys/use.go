package keys

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jwa"
)

// AccessTokenKey is the key that signs access tokens (RFC 9068 §2.1).
func (r *Ring) AccessTokenKey() accesstoken.Key { return r.keys.Load().current[accessTokenAlg] }

// IDTokenKey is the key that signs ID tokens of the algorithm; "" is RS256
// (OIDC Core §2). It waits for a key that is still being made.
func (r *Ring) IDTokenKey(alg string) (accesstoken.Key, error) {
	if alg == "" {
		alg = defaultIDAlg
	}
	if alg == jwa.Ed25519.Alg() {
		key, err := r.IDTokenKey(jwa.Same(alg))
		key.Method = jwa.Ed25519
		return key, err
	}
	if !slices.Contains(Algorithms(), alg) {
		return accesstoken.Key{}, fmt.Errorf("no key for algorithm %q", alg)
	}
	if key, has := r.keys.Load().current[alg]; has {
		return key, nil
	}
	if err := r.complete(context.Background(), alg); err != nil {
		return accesstoken.Key{}, err
	}
	return r.keys.Load().current[alg], nil
}

// Keyfunc finds the public key for a token of ours by its kid. It returns
// core.ErrNotFound for a kid that is not in the ring, and refuses a token whose alg
// is not the key's (RFC 8725 §3.1).
func (r *Ring) Keyfunc(t *jwt.Token) (any, error) {
	kid, _ := t.Header["kid"].(string)
	key, has := r.keys.Load().byID[kid]
	switch {
	case !has:
		return nil, fmt.Errorf("no signing key of that kid: %w", core.ErrNotFound)
	case key.Method.Alg() != jwa.Same(t.Method.Alg()):
		return nil, errors.New("the signing key of that kid has another algorithm")
	}
	return key.Signer.Public(), nil
}
