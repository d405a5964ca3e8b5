package forge

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"quartet.example/shared/jose"
)

// PEM names the encoding that most libraries read a public key from, and so the secret of most
// attacks.
const PEM = "PEM"

// Secrets returns the encodings of a public key that an attacker may use as an HMAC secret, by name:
// software that verifies HMAC with the bytes of the public key accepts the token (RFC 8725 §2.1). The
// key "nothing" is the empty secret.
func Secrets(key jose.Key) (map[string][]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key.Public)
	if err != nil {
		return nil, fmt.Errorf("forge: %w", err)
	}
	jwk, err := key.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("forge: %w", err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return map[string][]byte{
		PEM: text, "PEM without the last line break": bytes.TrimSpace(text),
		"DER": der, "JWK": jwk, "the number itself": number(key.Public), "nothing": {},
	}, nil
}

// number returns the public key without any structure: the modulus of an RSA key, the point of
// another.
func number(public crypto.PublicKey) []byte {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return key.N.Bytes()
	case *ecdsa.PublicKey:
		point, _ := key.Bytes() // fails only for a point that is not on the curve; x509 has encoded it
		return point
	case ed25519.PublicKey:
		return key
	}
	return nil
}
