package jose

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"

	"github.com/go-json-experiment/json"
)

// MarshalJSON writes the public key for a key set, with kid, use, and alg. A key without a single
// algorithm has no alg: an Ed25519 key is used under two names, and verifiers compare alg with that
// of the token (RFC 9864 §2.2). It returns an error for a secret.
func (k Key) MarshalJSON() ([]byte, error) {
	key, err := k.members()
	if err != nil {
		return nil, err
	}
	key.KeyID, key.Use = k.ID, "sig"
	if len(k.Algorithms) == 1 {
		key.Algorithm = k.Algorithms[0]
	}
	return json.Marshal(key)
}

// Bare returns only the required members of the public key, in lexicographic order. This form is
// hashed for thumbprints (RFC 7638 §3.2) and sent in DPoP proofs (RFC 9449 §4.2).
func (k Key) Bare() ([]byte, error) {
	key, err := k.members()
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Curve string `json:"crv,omitempty"`
		E     string `json:"e,omitempty"`
		Type  string `json:"kty"`
		N     string `json:"n,omitempty"`
		X     string `json:"x,omitempty"`
		Y     string `json:"y,omitempty"`
	}{key.Curve, key.E, key.Type, key.N, key.X, key.Y})
}

// Thumbprint returns the JWK thumbprint (RFC 7638), or "" for a secret.
func (k Key) Thumbprint() string {
	bare, err := k.Bare()
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(bare)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (k Key) members() (jwk, error) {
	encode := base64.RawURLEncoding.EncodeToString
	switch public := k.Public.(type) {
	case *ecdsa.PublicKey:
		point, err := public.Bytes() // the octet 4, then x and y (SEC 1 §2.3.3)
		if err != nil {
			return jwk{}, err
		}
		half := 1 + len(point)/2
		return jwk{Type: "EC", Curve: public.Params().Name, X: encode(point[1:half]), Y: encode(point[half:])}, nil
	case ed25519.PublicKey:
		return jwk{Type: "OKP", Curve: "Ed25519", X: encode(public)}, nil
	case *rsa.PublicKey:
		return jwk{Type: "RSA", N: encode(public.N.Bytes()), E: encode(big.NewInt(int64(public.E)).Bytes())}, nil
	}
	return jwk{}, errKeyType
}
