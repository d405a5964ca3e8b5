package apicheck

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"

	"quartet.example/shared/jose"
)

// strangeSet is a key set with keys that an API must not use, beside good ones.
type strangeSet struct {
	good       jose.SigningKey // new
	withdrawn  jose.SigningKey // in the set before, and no longer
	encrypting jose.SigningKey // with use enc
	otherAlg   jose.SigningKey // with another alg than its own
	secret     []byte          // of the symmetric key
}

// unreadable publishes the strange set, and waits until the API accepts the new key in it. The attacks
// after it use the same set, so that the API has to fetch it only once.
func unreadable(ctx context.Context, r *run) ([]string, error) {
	if err := need(r.rotated != nil, "needs api.jwks.rotation to pass: otherwise the API does not fetch the set"); err != nil {
		return nil, err
	}
	set := &strangeSet{withdrawn: *r.rotated, secret: make([]byte, 32)}
	_, _ = rand.Read(set.secret) // never fails
	for _, key := range []*jose.SigningKey{&set.good, &set.encrypting, &set.otherAlg} {
		var err error
		if *key, err = jose.Generate(r.Alg, ""); err != nil {
			return nil, err
		}
	}
	members, err := set.members(r)
	if err != nil {
		return nil, err
	}
	r.issuer.publish(members...)
	if !r.acceptsSoon(ctx, set.good) {
		r.restore(ctx)
		return []string{fmt.Sprintf("the good key of the set is not accepted after %s", r.Patience)}, nil
	}
	r.strange = set
	return nil, nil
}

// members returns the strange keys, and then the good ones.
func (s *strangeSet) members(r *run) ([]any, error) {
	good, err := r.members(s.good, r.key, r.second)
	if err != nil {
		return nil, err
	}
	encrypting, err := member(s.encrypting, object{"use": "enc"})
	if err != nil {
		return nil, err
	}
	otherAlg, err := member(s.otherAlg, object{"alg": otherAlgorithm[r.Alg]})
	if err != nil {
		return nil, err
	}
	return slices.Concat([]any{
		object{"kty": "AKP", "kid": "post-quantum", "alg": "ML-DSA-44", "pub": "AAAA"},
		object{"kty": "EC", "kid": "curve", "crv": "brainpoolP256r1", "x": "AAAA", "y": "AAAA"},
		object{"kty": "OKP", "kid": "x25519", "crv": "X25519", "x": "AAAA"},
		object{"kty": "RSA", "kid": "no-modulus", "e": "AQAB"},
		object{"kty": "EC", "kid": "no-point", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
		object{"kid": "no-type"},
		object{"kty": "oct", "kid": "oct", "alg": "HS256", "k": base64.RawURLEncoding.EncodeToString(s.secret)},
		encrypting, otherAlg,
	}, good), nil
}

// otherAlgorithm is for each algorithm another one that a key of the same type could have.
var otherAlgorithm = map[string]string{"RS256": "PS256", "PS256": "RS256", "ES256": "ECDH-ES", "EdDSA": "ECDH-ES"}
