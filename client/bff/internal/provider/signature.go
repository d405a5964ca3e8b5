package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/client/bff/internal/core"
)

// asymmetric are the algorithms that ID and logout tokens may be signed with: those
// whose verification key cannot sign (RFC 8725 §3.1).
var asymmetric = []string{oidc.RS256, oidc.ES256, oidc.EdDSA, oidc.PS256, oidc.RS384, oidc.RS512, oidc.ES384, oidc.ES512, oidc.PS384, oidc.PS512}

// signed checks the signature of a JWT of the issuer, and nothing else. The first
// error says that the keys could not be had, the second what is wrong with it.
func (p *Provider) signed(ctx context.Context, s *snapshot, raw string) (token *oidc.IDToken, away, wrong error) {
	keys := &witness{KeySet: s.keys}
	verifier := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{
		SupportedSigningAlgs: p.algorithms(s),
		SkipIssuerCheck:      true, SkipClientIDCheck: true, SkipExpiryCheck: true, // for the caller
	})
	token, err := verifier.Verify(p.outbound(ctx), raw)
	if err != nil && keys.away {
		return nil, fmt.Errorf("keys of the issuer: %w: %w", core.ErrServerAway, err), nil
	}
	return token, nil, err
}

// witness records when a signature could not be checked because keys could not be fetched.
type witness struct {
	oidc.KeySet
	away bool
}

func (w *witness) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := w.KeySet.VerifySignature(ctx, jwt)
	w.away = err != nil && errors.Unwrap(err) != nil // the library wraps only what a fetch said
	return payload, err
}

// algorithms returns those with which the issuer may sign ID and logout tokens for this
// client (OIDC Core §3.1.3.7 step 7): the one in the settings, which must be that of the
// registration; without a setting RS256, the default of registrations; and if the metadata
// of the issuer does not list RS256, all that it lists and this client allows. none and
// HMAC are never allowed.
func (p *Provider) algorithms(s *snapshot) []string {
	if p.IDTokenAlg != "" {
		return []string{p.IDTokenAlg}
	}
	supported := s.metadata.IDTokenSigningAlgValuesSupported
	if slices.Contains(supported, oidc.RS256) {
		return []string{oidc.RS256}
	}
	var both []string
	for _, alg := range asymmetric {
		if slices.Contains(supported, alg) {
			both = append(both, alg)
		}
	}
	if len(both) == 0 {
		return []string{oidc.RS256}
	}
	return both
}

// IsSigningAlg tells whether ID tokens may be signed with the algorithm.
func IsSigningAlg(alg string) bool { return slices.Contains(asymmetric, alg) }
