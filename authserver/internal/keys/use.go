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

// AccessTokenKey is the key that signs access tokens (RFC 9068 §2.1).
func (r *Ring) AccessTokenKey() jose.SigningKey { return r.keys.Load().current[accessTokenAlg] }

// IDTokenKey is the key that signs ID tokens of the algorithm; "" is RS256
// (OIDC Core §2). It waits for a key that is still being made.
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
	if err := r.complete(context.Background(), alg); err != nil {
		return jose.SigningKey{}, err
	}
	return r.keys.Load().current[alg], nil
}

// Find finds the public key for a token of ours by its kid. It returns core.ErrNotFound for
// a kid that is not in the ring, and refuses a token whose alg is not the key's (RFC 8725
// §3.1), and one without kid.
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
