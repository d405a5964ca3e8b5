package jose

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
)

// The accepted sizes of RSA keys: at least 2048 bits (RFC 7518 §3.3). With more than 16384 bits the
// verification of a signature would cost too much time. KeyRules may set a lower maximum.
const (
	minModulus = 2048
	maxModulus = 16384
)

var (
	errKeyType = errors.New("a key of this type is not supported")
	errKeySize = fmt.Errorf("the RSA key is shorter than %d bits, too long, or its exponent is even or below 3", minModulus)
	errKeyAlg  = errors.New("the key cannot be used with its alg, or with any accepted algorithm")
)

// Key verifies signatures. It is a public key, or a secret for HMAC. It is immutable.
type Key struct {
	ID         string           // kid, "" for none
	Public     crypto.PublicKey // *ecdsa.PublicKey, ed25519.PublicKey, *rsa.PublicKey; []byte for a secret
	Algorithms []string         // algorithms that it may verify; only one, if the key names it (RFC 8725 §3.1)
}

// NewKey makes a Key from a public key for this algorithm. If alg is "", the type of the key
// decides; for RSA that is RS256.
func NewKey(public crypto.PublicKey, kid, alg string) (Key, error) {
	return newKey(public, kid, alg, KeyRules{})
}

// SecretKey makes a Key from a secret that verifies HMACs with these algorithms (RFC 7518 §3.2).
// ParseKey and ParseSet never return such a key.
func SecretKey(secret []byte, algorithms ...string) Key {
	return Key{Public: secret, Algorithms: algorithms}
}

// newKey checks the strength of the key, and determines its algorithms.
func newKey(public crypto.PublicKey, kid, alg string, rules KeyRules) (Key, error) {
	if key, ok := public.(*rsa.PublicKey); ok && !isUsableRSA(key, cmp.Or(rules.MaxRSA, maxModulus)) {
		return Key{}, errKeySize
	}
	algorithms := able(public)
	if algorithms == nil {
		return Key{}, errKeyType
	}
	_, isRSA := public.(*rsa.PublicKey)
	switch {
	case alg != "":
		algorithms = sameAs(algorithms, alg)
	case isRSA && rules.RSA == nil:
		algorithms = []string{"RS256"}
	case isRSA:
		algorithms = slices.DeleteFunc(algorithms, func(one string) bool { return !slices.Contains(rules.RSA, one) })
	}
	if rules.Algorithms != nil {
		algorithms = slices.DeleteFunc(algorithms, func(one string) bool { return !slices.Contains(rules.Algorithms, one) })
	}
	if len(algorithms) == 0 {
		return Key{}, errKeyAlg
	}
	return Key{ID: kid, Public: public, Algorithms: algorithms}, nil
}

// sameAs returns the names of the algorithm alg that are in algorithms: EdDSA has two names (RFC
// 9864 §2.2).
func sameAs(algorithms []string, alg string) []string {
	return slices.DeleteFunc(algorithms, func(one string) bool { return !IsSameAlgorithm(one, alg) })
}

func isUsableRSA(key *rsa.PublicKey, maxBits int) bool {
	return key.N.BitLen() >= minModulus && key.N.BitLen() <= maxBits && key.E >= 3 && key.E%2 == 1
}

// Verifies reports whether the key may verify signatures of the algorithm.
func (k Key) Verifies(alg string) bool { return slices.Contains(k.Algorithms, alg) }

// Equal reports whether two keys have the same kid, algorithms and material.
func (k Key) Equal(o Key) bool {
	if k.ID != o.ID || !slices.Equal(k.Algorithms, o.Algorithms) {
		return false
	}
	switch public := k.Public.(type) {
	case *ecdsa.PublicKey:
		return public.Equal(o.Public)
	case ed25519.PublicKey:
		return public.Equal(o.Public)
	case *rsa.PublicKey:
		return public.Equal(o.Public)
	case []byte:
		other, ok := o.Public.([]byte)
		return ok && subtle.ConstantTimeCompare(public, other) == 1
	}
	return false
}
