package bearer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"slices"

	"github.com/MicahParks/jwkset"

	"quartet.example/shared/jwa"
)

// curves are those of the algorithms, by RFC 7518 §3.4.
var curves = map[elliptic.Curve]string{elliptic.P256(): "ES256", elliptic.P384(): "ES384"}

const minRSABits = 2048 // RFC 7518 §3.3

// verificationKey is a public key with the one algorithm that it is for
// (RFC 8725 §3.1).
type verificationKey struct {
	kid, alg string
	public   interface {
		crypto.PublicKey
		Equal(crypto.PublicKey) bool
	}
}

func (k verificationKey) equal(o verificationKey) bool {
	return k.kid == o.kid && k.alg == o.alg && k.public.Equal(o.public)
}

// keySet is what one fetch found. It is never changed.
type keySet []verificationKey

// newKeySet keeps the keys of a JWK Set that may verify our tokens. One that is
// malformed is left out, and the others count (RFC 7517 §5).
func newKeySet(all []json.RawMessage) keySet {
	set := keySet{}
	for _, one := range all {
		if key, ok := newVerificationKey(one); ok {
			set = append(set, key)
		}
	}
	return set
}

func newVerificationKey(member json.RawMessage) (verificationKey, bool) {
	var m jwkset.JWKMarshal
	if json.Unmarshal(member, &m) != nil {
		return verificationKey{}, false
	}
	said := jwa.Same(m.ALG.String())
	m.ALG = ""                                       // judged below: the library knows no Ed25519 (RFC 9864)
	m.X5C, m.X5T, m.X5TS256, m.X5U = nil, "", "", "" // certificates say nothing here: the issuer vouches for its keys
	jwk, err := jwkset.NewJWKFromMarshal(m, jwkset.JWKMarshalOptions{Private: true}, jwkset.JWKValidateOptions{})
	if err != nil {
		return verificationKey{}, false
	}
	if m.USE != "" && m.USE != jwkset.UseSig { // RFC 7517 §4.2
		return verificationKey{}, false
	}
	if len(m.KEYOPS) > 0 && !slices.Contains(m.KEYOPS, jwkset.KeyOpsVerify) { // RFC 7517 §4.3
		return verificationKey{}, false
	}
	key := verificationKey{kid: m.KID}
	public := jwk.Key()
	if private, ok := public.(crypto.Signer); ok { // a set should not hold it; we never use it
		public = private.Public()
	}
	switch p := public.(type) {
	case *ecdsa.PublicKey:
		key.public, key.alg = p, curves[p.Curve]
		if key.alg == "" {
			return verificationKey{}, false
		}
	case *rsa.PublicKey:
		if p.N.BitLen() < minRSABits {
			return verificationKey{}, false
		}
		key.public, key.alg = p, "RS256"
	case ed25519.PublicKey:
		key.public, key.alg = p, "EdDSA"
	default: // symmetric keys among them
		return verificationKey{}, false
	}
	switch {
	case said == "" || said == key.alg:
	case key.alg == "RS256" && (said == "PS256" || said == "RS512"):
		key.alg = said
	default:
		return verificationKey{}, false
	}
	return key, true
}

// find returns the key with this id for this algorithm.
func (s keySet) find(kid, alg string) (crypto.PublicKey, bool) {
	alg = jwa.Same(alg)
	for _, key := range s {
		if key.kid == kid && key.alg == alg {
			return key.public, true
		}
	}
	return nil, false
}

// only returns the key for this algorithm if there is just one: kid is optional
// in a header (RFC 7515 §4.1.4), guessing is not our way.
func (s keySet) only(alg string) (crypto.PublicKey, bool) {
	alg = jwa.Same(alg)
	var found crypto.PublicKey
	for _, key := range s {
		if key.alg != alg {
			continue
		}
		if found != nil {
			return nil, false
		}
		found = key.public
	}
	return found, found != nil
}

// keepsAll tells whether every key of old is still there.
func (s keySet) keepsAll(old keySet) bool {
	return !slices.ContainsFunc(old, func(o verificationKey) bool { return !slices.ContainsFunc(s, o.equal) })
}
