package repeatable

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// Key returns a private key for ES256, RS256 (2048 bits) or EdDSA, the names of RFC 7518 §3.1 and RFC 8037
// §3.1. The same purpose and seed give the same key. It returns an error for another algorithm.
func Key(alg, purpose, seed string) (crypto.Signer, error) {
	random := stream("key "+alg+" "+purpose, seed)
	switch alg {
	case "ES256":
		return keyP256(random)
	case "RS256":
		return keyRSA(random)
	case "EdDSA":
		private := make([]byte, ed25519.SeedSize)
		_, _ = io.ReadFull(random, private) // a stream never fails
		return ed25519.NewKeyFromSeed(private), nil
	}
	return nil, fmt.Errorf("no repeatable key for algorithm %q", alg)
}

// keyP256 tries 32 bytes after the other, because one in 2³² numbers is not less than the order of P-256
// (FIPS 186-5 §A.2.2).
func keyP256(random io.Reader) (crypto.Signer, error) {
	scalar := make([]byte, 32)
	for {
		_, _ = io.ReadFull(random, scalar)
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar); err == nil {
			return key, nil
		}
	}
}

const exponent = 65537

// keyRSA multiplies two primes of 1024 bits (FIPS 186-5 §A.1.3).
func keyRSA(random io.Reader) (crypto.Signer, error) {
	p, q := prime(random), prime(random)
	if p.Cmp(q) == 0 {
		return nil, errors.New("both primes are equal")
	}
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: exponent},
		D:         new(big.Int).ModInverse(big.NewInt(exponent), phi),
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	return key, key.Validate()
}

// prime returns a prime of 1024 bits with its two highest bits set, so that the product of two has 2048
// bits. The exponent does not divide the prime less one, so that it has an inverse.
func prime(random io.Reader) *big.Int {
	raw := make([]byte, 128)
	for {
		_, _ = io.ReadFull(random, raw)
		raw[0] |= 0xC0
		raw[127] |= 1
		p := new(big.Int).SetBytes(raw)
		less := new(big.Int).Sub(p, big.NewInt(1))
		if less.Mod(less, big.NewInt(exponent)).Sign() != 0 && p.ProbablyPrime(20) {
			return p
		}
	}
}
