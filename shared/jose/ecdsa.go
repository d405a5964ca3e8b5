package jose

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/asn1"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// signECDSA returns R and S, each as long as the order of the curve (RFC 7518 §3.4). It signs with
// deterministic ECDSA (RFC 6979), as RFC 8725 §3.2 recommends: if a few bits of the random numbers
// of several signatures could be predicted, the private key could be computed.
func signECDSA(method *jwt.SigningMethodECDSA, signer crypto.Signer, text []byte) ([]byte, error) {
	private, ok := signer.(*ecdsa.PrivateKey)
	if !ok || private.Curve.Params().BitSize != method.CurveBits {
		return nil, jwt.ErrInvalidKey
	}
	hash := method.Hash.New()
	hash.Write(text)
	der, err := private.Sign(nil, hash.Sum(nil), method.Hash) // no source of random numbers: RFC 6979
	if err != nil {
		return nil, err
	}
	var signature struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &signature); err != nil {
		return nil, err
	}
	raw := make([]byte, 2*method.KeySize)
	signature.R.FillBytes(raw[:method.KeySize])
	signature.S.FillBytes(raw[method.KeySize:])
	return raw, nil
}
