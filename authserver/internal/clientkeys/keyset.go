package clientkeys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/MicahParks/jwkset"
)

const (
	minRSABits = 2048 // RFC 7518 §3.3
	maxRSABits = 8192 // verifying is work that the client chooses
	maxKeys    = 64
)

// Key is a public key and the algorithms that it may verify.
type Key struct {
	ID     string
	Public crypto.PublicKey
	algs   []string
}

// Set is the keys of a client that may verify signatures.
type Set []Key

// Parse reads a JWK Set (RFC 7517 §5). Keys that are for something else, or of
// a kind that we do not know, are left out; a private or a symmetric key spoils
// the set, for whoever reads it can sign with it.
func Parse(raw []byte) (Set, error) {
	var document struct {
		Keys []jwkset.JWKMarshal `json:"keys"`
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		return nil, errors.New("not a JWK Set")
	}
	if document.Keys == nil || len(document.Keys) > maxKeys {
		return nil, fmt.Errorf("a JWK Set has keys, at most %d", maxKeys)
	}
	set := Set{}
	for _, jwk := range document.Keys {
		if jwk.D != "" || jwk.K != "" || jwk.KTY == jwkset.KtyOct {
			return nil, fmt.Errorf("key %q is private; only the public half belongs here (RFC 7517 §9.2)", jwk.KID)
		}
		if key, ok := newKey(jwk); ok {
			set = append(set, key)
		}
	}
	return set, nil
}

// newKey looks at the bare key only: a certificate beside it is nobody's word,
// and x5u would be one more address to fetch (RFC 8725 §3.10).
func newKey(jwk jwkset.JWKMarshal) (Key, bool) {
	if jwk.USE != "" && jwk.USE != jwkset.UseSig { // RFC 7517 §4.2
		return Key{}, false
	}
	if len(jwk.KEYOPS) > 0 && !slices.Contains(jwk.KEYOPS, jwkset.KeyOpsVerify) { // RFC 7517 §4.3
		return Key{}, false
	}
	parsed, err := jwkset.NewJWKFromMarshal(jwkset.JWKMarshal{
		KTY: jwk.KTY, CRV: jwk.CRV, X: jwk.X, Y: jwk.Y, N: jwk.N, E: jwk.E,
	}, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
	if err != nil {
		return Key{}, false
	}
	key := Key{ID: jwk.KID, Public: parsed.Key(), algs: algorithms(parsed.Key())}
	if jwk.ALG != "" { // RFC 8725 §3.1: one key, one algorithm
		key.algs = slices.DeleteFunc(key.algs, func(alg string) bool { return alg != string(jwk.ALG) })
	}
	return key, len(key.algs) > 0
}

// algorithms are those that a key may verify; none for one that is too weak.
func algorithms(public crypto.PublicKey) []string {
	switch p := public.(type) {
	case *ecdsa.PublicKey:
		if p.Curve == elliptic.P256() {
			return []string{"ES256"}
		}
	case *rsa.PublicKey:
		if bits := p.N.BitLen(); bits >= minRSABits && bits <= maxRSABits {
			return []string{"RS256", "PS256"}
		}
	case ed25519.PublicKey:
		return []string{"EdDSA", "Ed25519"}
	}
	return nil
}

// Find gives the key of that id for that algorithm. An assertion without kid
// finds the one key of its algorithm, if there is just one.
func (s Set) Find(kid, alg string) (crypto.PublicKey, bool) {
	var found crypto.PublicKey
	for _, key := range s {
		if !slices.Contains(key.algs, alg) || kid != "" && key.ID != kid {
			continue
		}
		if found != nil { // guessing is not our way
			return nil, false
		}
		found = key.Public
	}
	return found, found != nil
}
