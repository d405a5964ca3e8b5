package jose

import (
	"crypto/ecdsa"
	"encoding/asn1"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// ecdsaMethod signs with deterministic ECDSA (RFC 6979). RFC 8725 §3.2 recommends it: if a few bits
// of the random number of several signatures could be predicted, the key could be computed. The
// library would use a random number. Verification does not differ.
type ecdsaMethod struct{ *jwt.SigningMethodECDSA }

// Sign returns the signature of the text: R and S, each as long as the order of the curve (RFC 7518
// §3.4).
func (m ecdsaMethod) Sign(text string, key any) ([]byte, error) {
	private, ok := key.(*ecdsa.PrivateKey)
	if !ok || private.Curve.Params().BitSize != m.CurveBits {
		return nil, jwt.ErrInvalidKey
	}
	hash := m.Hash.New()
	hash.Write([]byte(text))
	der, err := private.Sign(nil, hash.Sum(nil), m.Hash) // no source of random numbers: RFC 6979
	if err != nil {
		return nil, err
	}
	var signature struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &signature); err != nil {
		return nil, err
	}
	raw := make([]byte, 2*m.KeySize)
	signature.R.FillBytes(raw[:m.KeySize])
	signature.S.FillBytes(raw[m.KeySize:])
	return raw, nil
}
