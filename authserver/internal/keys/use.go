package keys

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
)

// AccessTokenKey returns the key that signs access tokens (RFC 9068 §2.1).
func (r *Ring) AccessTokenKey() jose.SigningKey { return r.keys.Load().current[accessTokenAlg] }

// IDTokenKey returns the key that signs ID tokens with this algorithm; "" means RS256 (OIDC
// Core §2). It waits for a key that is still being generated.
func (r *Ring) IDTokenKey(alg string) (jose.SigningKey, error) {
	if alg == "" {
		alg = defaultIDAlg
	}
	if alg == jose.Ed25519 {
		key, err := r.IDTokenKey(jose.EdDSA)
		key.Algorithm = alg
		return key, err
	}
	if !slices.Contains(Algorithms(), alg) {
		return jose.SigningKey{}, fmt.Errorf("no key for algorithm %q", alg)
	}
	if key, has := r.keys.Load().current[alg]; has {
		return key, nil
	}
	if err := r.generateMissing(context.Background(), alg); err != nil {
		return jose.SigningKey{}, err
	}
	return r.keys.Load().current[alg], nil
}

// Find returns the public key for a token that this server signed, by kid. It returns
// core.ErrNotFound if no key has this kid, and another error for a header without kid, or with
// an alg that is not that of the key (RFC 8725 §3.1).
func (r *Ring) Find(_ context.Context, h jose.Header) (crypto.PublicKey, error) {
	key, has := r.keys.Load().byID[h.KeyID]
	switch {
	case h.KeyID == "":
		return nil, errors.New("there is no kid")
	case !has:
		return nil, fmt.Errorf("no signing key of that kid: %w", core.ErrNotFound)
	case !jose.IsSameAlgorithm(key.Algorithm, h.Algorithm):
		return nil, errors.New("the signing key of that kid has another algorithm")
	}
	return key.Signer.Public(), nil
}
