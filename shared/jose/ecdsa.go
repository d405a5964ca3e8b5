package jose

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"

	"github.com/golang-jwt/jwt/v5"
)

// signECDSA signs text and returns R and S, each as long as the order of the curve (RFC 7518 §3.4).
// It returns jwt.ErrInvalidKey for a key of another type or curve. It signs with deterministic ECDSA
// (RFC 6979), as RFC 8725 §3.2 recommends: whoever can predict a few bits of the random numbers of
// several signatures can compute the private key.
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
	return fixedLength(der, method.KeySize), nil
}

// fixedLength converts a valid signature of crypto/ecdsa, which is a SEQUENCE of the INTEGERs R and S
// in DER, into R and S of size bytes each, one after the other.
func fixedLength(der []byte, size int) []byte {
	full := make([]byte, 2*size)
	rest := der[2:]
	if der[1] == 0x81 { // the length of the SEQUENCE takes a second byte
		rest = der[3:]
	}
	for end := size; end <= 2*size; end += size {
		length := 2 + int(rest[1])
		integer := bytes.TrimLeft(rest[2:length], "\x00")
		copy(full[end-len(integer):], integer)
		rest = rest[length:]
	}
	return full
}
