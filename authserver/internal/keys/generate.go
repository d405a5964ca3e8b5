package keys

import (
	"context"
	"crypto"
	"crypto/x509"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/seal"
)

// sealed makes a new key for the algorithm, whose kid is its thumbprint (RFC 7638). The caller
// sets its state and times.
func (r *Ring) sealed(ctx context.Context, alg string) (core.SigningKey, error) {
	key, err := r.generate(ctx, alg)
	if err != nil {
		return core.SigningKey{}, fmt.Errorf("generate %s key: %w", alg, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key.Signer)
	if err != nil {
		return core.SigningKey{}, fmt.Errorf("encode %s key: %w", alg, err)
	}
	return core.SigningKey{ID: key.ID, Algorithm: alg, Sealed: r.Box.Seal(der, record(key.ID))}, nil
}

// generate generates a key, or returns an error when ctx ends. The generation of an RSA key cannot
// be interrupted: after ctx has ended, a goroutine completes it, within half a second, and discards
// the key.
func (r *Ring) generate(ctx context.Context, alg string) (jose.SigningKey, error) {
	type result struct {
		key jose.SigningKey
		err error
	}
	pair := r.Generate
	if pair == nil {
		pair = random
	}
	made := make(chan result, 1)
	go func() {
		key, err := pair(alg)
		made <- result{key, err}
	}()
	select {
	case r := <-made:
		return r.key, r.err
	case <-ctx.Done():
		return jose.SigningKey{}, ctx.Err()
	}
}

func random(alg string) (jose.SigningKey, error) { return jose.Generate(alg, "") }

// open returns the key of a stored record, or an error if it was sealed under another key.
func open(k core.SigningKey, box *seal.Box) (jose.SigningKey, error) {
	der, err := box.Open(k.Sealed, record(k.ID))
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("signing key %s was sealed with another seal key: "+
			"start with the one that was used before, or delete the keys in Redis to begin anew: %w", k.ID, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("decode signing key %s: %w", k.ID, err)
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return jose.SigningKey{}, fmt.Errorf("signing key %s cannot sign", k.ID)
	}
	key, err := jose.NewSigningKey(signer, k.ID, k.Algorithm)
	if err != nil {
		return jose.SigningKey{}, fmt.Errorf("signing key %s cannot sign %s: %w", k.ID, k.Algorithm, err)
	}
	return key, nil
}

// record is the name to which a sealed key is bound: it opens under no other name.
func record(id string) string { return "authserver signing key " + id }
