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

// MarshalJSON writes the public key for a key set: with kid, with use, and with alg if the
// key has one algorithm. A key on Ed25519 serves under two names, and verifiers compare alg
// with that of the token, so it has none (RFC 9864 §2.2). A secret is never written.
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

// Bare returns the required members of the public key alone, in lexicographic order: the
// form that is hashed (RFC 7638 §3.2), and that DPoP proofs carry (RFC 9449 §4.2).
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

// Thumbprint names the key by its content (RFC 7638); "" for a secret.
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
		point, err := public.Bytes() // 4, then x and y (SEC 1 §2.3.3)
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
