package dpop

import (
	"crypto"
	"fmt"
	"slices"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Signer makes proofs with one key: the side of the client.
type Signer struct{ key jose.SigningKey }

// NewSigner takes a private key: ECDSA on P-256 (ES256), Ed25519 (EdDSA), or RSA
// (RS256). It returns a jose.ErrKey for another one, and for one that is too weak.
func NewSigner(key crypto.Signer) (*Signer, error) {
	signing, err := jose.NewSigningKey(key, "", "")
	if err == nil {
		err = usable(signing.Public())
	}
	if err == nil && !slices.Contains(Algorithms(), signing.Algorithm) {
		err = errAlgorithm
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", jose.ErrKey, err)
	}
	return &Signer{signing}, nil
}

// Thumbprint is the name of the key (RFC 7638), as in cnf and dpop_jkt.
func (s *Signer) Thumbprint() string { return s.key.ID }

// Proof makes a proof for the request, dated Now, with a random jti (RFC 9449
// §4.2). The nonce is the last one that the server sent, "" for none.
func (s *Signer) Proof(r Request, nonce string) (string, error) {
	payload := claims{
		Claims: jose.Claims{ID: oauth.NewSecret(), IssuedAt: jose.NewTime(r.Now)},
		Method: r.Method, URI: r.URI, Nonce: nonce,
	}
	if r.AccessToken != "" {
		payload.AccessTokenHash = AccessTokenHash(r.AccessToken)
	}
	signed, err := jose.MintWithKey(s.key, Type, payload)
	if err != nil {
		return "", fmt.Errorf("make proof: %w", err)
	}
	return signed, nil
}
