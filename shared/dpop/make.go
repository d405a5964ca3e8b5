package dpop

import (
	"context"
	"crypto"
	"fmt"
	"slices"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Signer makes proofs with one key, for clients.
type Signer struct{ key jose.SigningKey }

// NewSigner makes a Signer for a private key: ECDSA on P-256 (ES256), Ed25519 (EdDSA), or RSA
// (RS256). It returns a jose.ErrKey for a key of another type and for a weak key.
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

// Thumbprint returns the JWK thumbprint of the key (RFC 7638), as in cnf and dpop_jkt.
func (s *Signer) Thumbprint() string { return s.key.ID }

// Proof makes a proof for the request with the time r.Now and a random jti (RFC 9449 §4.2). nonce
// is the last nonce that the server sent, or "".
func (s *Signer) Proof(ctx context.Context, r Request, nonce string) (string, error) {
	payload := claims{
		Claims: jose.Claims{ID: oauth.NewSecret(), IssuedAt: jose.NewTime(r.Now)},
		Method: r.Method, URI: r.URI, Nonce: nonce,
	}
	if r.AccessToken != "" {
		payload.AccessTokenHash = AccessTokenHash(r.AccessToken)
	}
	signed, err := jose.MintWithKey(ctx, s.key, Type, payload)
	if err != nil {
		return "", fmt.Errorf("make proof: %w", err)
	}
	return signed, nil
}
