package dpop

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

// Signer makes proofs with one key: the side of the client.
type Signer struct {
	key    crypto.Signer
	method jwt.SigningMethod
	jwk    jwk
}

// NewSigner takes a private key: ECDSA on P-256 (ES256), Ed25519 (EdDSA), or RSA
// (RS256).
func NewSigner(key crypto.Signer) (*Signer, error) {
	set, method := members(key.Public())
	if set == nil {
		return nil, fmt.Errorf("%w: %T", ErrKey, key.Public())
	}
	public, err := publicKey(set)
	if err != nil {
		return nil, err
	}
	return &Signer{key: key, method: method, jwk: public}, nil
}

// members gives the public key as a jwk, and the alg that goes with it.
func members(public crypto.PublicKey) (map[string]any, jwt.SigningMethod) {
	encode := base64.RawURLEncoding.EncodeToString
	switch k := public.(type) {
	case *ecdsa.PublicKey:
		raw, err := k.Bytes()
		if err != nil || len(raw) != 65 {
			return nil, nil
		}
		return map[string]any{"kty": "EC", "crv": "P-256", "x": encode(raw[1:33]), "y": encode(raw[33:])}, jwt.SigningMethodES256
	case ed25519.PublicKey:
		return map[string]any{"kty": "OKP", "crv": "Ed25519", "x": encode(k)}, jwt.SigningMethodEdDSA
	case *rsa.PublicKey:
		return map[string]any{"kty": "RSA", "n": encode(k.N.Bytes()), "e": encode(big.NewInt(int64(k.E)).Bytes())}, jwt.SigningMethodRS256
	}
	return nil, nil
}

// Thumbprint is the name of the key (RFC 7638), as in cnf and dpop_jkt.
func (s *Signer) Thumbprint() string { return s.jwk.thumbprint() }

// Proof makes a proof for the request, dated Now, with a random jti (RFC 9449
// §4.2). The nonce is the last one that the server sent, "" for none.
func (s *Signer) Proof(r Request, nonce string) (string, error) {
	payload := jwt.MapClaims{"jti": oauth.NewSecret(), "htm": r.Method, "htu": r.URI, "iat": r.Now.Unix()}
	if r.AccessToken != "" {
		payload["ath"] = AccessTokenHash(r.AccessToken)
	}
	if nonce != "" {
		payload["nonce"] = nonce
	}
	token := jwt.Token{
		Header: map[string]any{"typ": Type, "alg": s.method.Alg(), "jwk": s.jwk.members},
		Claims: payload, Method: s.method,
	}
	signed, err := token.SignedString(s.key)
	if err != nil {
		return "", fmt.Errorf("make proof: %w", err)
	}
	return signed, nil
}
