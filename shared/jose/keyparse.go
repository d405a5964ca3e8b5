package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"math/big"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errKeyForm = errors.New("the key is malformed")
	errKeyUse  = errors.New("the key is not for verifying signatures")
)

// KeyRules decide which keys of a document are accepted. The zero value accepts all keys that are
// strong enough, and uses RSA keys without alg for RS256.
type KeyRules struct {
	Algorithms []string // accepted algorithms; nil: all asymmetric ones
	RSA        []string // algorithms of an RSA key without alg; nil: only RS256
	MaxRSA     int      // maximum size of an RSA key in bits; 0: 16384. Whoever chooses the key chooses the time that a signature costs
}

// jwk is a key in JSON (RFC 7517 §4, RFC 7518 §6). Certificates in it (x5c, x5t, x5u) are ignored,
// because the key set itself is trusted.
type jwk struct {
	Type       string   `json:"kty,omitempty"`
	Use        string   `json:"use,omitempty"`
	Operations []string `json:"key_ops,omitempty"`
	Algorithm  string   `json:"alg,omitempty"`
	KeyID      string   `json:"kid,omitempty"`
	Curve      string   `json:"crv,omitempty"`
	X          string   `json:"x,omitempty"`
	Y          string   `json:"y,omitempty"`
	N          string   `json:"n,omitempty"`
	E          string   `json:"e,omitempty"`
	secrets
}

// secrets are the members of a private or symmetric key (RFC 7518 §6.2.2, §6.3.2, §6.4). A public
// key must not have them.
type secrets struct {
	D   jsontext.Value `json:"d,omitempty"`
	P   jsontext.Value `json:"p,omitempty"`
	Q   jsontext.Value `json:"q,omitempty"`
	DP  jsontext.Value `json:"dp,omitempty"`
	DQ  jsontext.Value `json:"dq,omitempty"`
	QI  jsontext.Value `json:"qi,omitempty"`
	Oth jsontext.Value `json:"oth,omitempty"`
	K   jsontext.Value `json:"k,omitempty"`
}

func (s *secrets) any() bool {
	return slices.ContainsFunc([]jsontext.Value{s.D, s.P, s.Q, s.DP, s.DQ, s.QI, s.Oth, s.K}, func(v jsontext.Value) bool { return v != nil })
}

// ParseKey parses a public key in JSON. It returns ErrPrivate for a private or symmetric key, which
// must not be published and is no longer secret (RFC 7517 §9.2).
func ParseKey(raw []byte, rules KeyRules) (Key, error) {
	var read jwk
	if Decode(raw, &read) != nil {
		return Key{}, errKeyForm
	}
	switch {
	case read.any() || read.Type == "oct":
		return Key{}, ErrPrivate
	case read.Use != "" && read.Use != "sig": // RFC 7517 §4.2
		return Key{}, errKeyUse
	case len(read.Operations) > 0 && !slices.Contains(read.Operations, "verify"): // §4.3
		return Key{}, errKeyUse
	}
	public, err := read.public()
	if err != nil {
		return Key{}, err
	}
	return newKey(public, read.KeyID, read.Algorithm, rules)
}

func (k *jwk) public() (crypto.PublicKey, error) {
	switch {
	case k.Type == "EC":
		return k.point()
	case k.Type == "OKP" && k.Curve == "Ed25519":
		x, ok := octets(k.X, ed25519.PublicKeySize)
		if !ok {
			return nil, errKeyForm
		}
		return ed25519.PublicKey(x), nil
	case k.Type == "RSA":
		return k.modulus()
	}
	return nil, errKeyType
}

// point returns an elliptic curve key. It refuses a point that is not on the curve.
func (k *jwk) point() (crypto.PublicKey, error) {
	curve := curveNamed(k.Curve)
	if curve == nil {
		return nil, errKeyType
	}
	size := (curve.Params().BitSize + 7) / 8
	x, okX := octets(k.X, size)
	y, okY := octets(k.Y, size)
	if !okX || !okY {
		return nil, errKeyForm
	}
	public, err := ecdsa.ParseUncompressedPublicKey(curve, slices.Concat([]byte{4}, x, y))
	if err != nil {
		return nil, errKeyForm
	}
	return public, nil
}

// octets decodes a member of exactly this size (RFC 7518 §6.2.1.2).
func octets(member string, size int) ([]byte, bool) {
	raw, err := strict.DecodeString(member)
	return raw, err == nil && len(raw) == size
}

// modulus returns an RSA key. The exponent has at most 32 bits, as crypto/rsa requires.
func (k *jwk) modulus() (crypto.PublicKey, error) {
	n, okN := number(k.N, maxModulus/8)
	e, okE := number(k.E, 4)
	if !okN || !okE || e.Int64() > 1<<31-1 {
		return nil, errKeyForm
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
}

// number decodes a Base64urlUInt, which must not have a leading zero octet (RFC 7518 §2). Otherwise
// a key could have several thumbprints.
func number(member string, most int) (*big.Int, bool) {
	raw, err := strict.DecodeString(member)
	if err != nil || len(raw) == 0 || len(raw) > most || raw[0] == 0 {
		return nil, false
	}
	return new(big.Int).SetBytes(raw), true
}

// curveNamed returns the curve with this crv, or nil.
func curveNamed(name string) elliptic.Curve {
	for curve := range curves {
		if curve.Params().Name == name {
			return curve
		}
	}
	return nil
}
