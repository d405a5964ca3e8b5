package clientkeys

import (
	"errors"
	"fmt"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Parse reads the JWK Set of a client. A key that cannot be used is skipped (RFC 7517 §5).
// A private or symmetric key makes Parse refuse the set: everybody who can read it can sign
// with it (RFC 7517 §9.2).
func Parse(document []byte) (jose.Set, error) {
	set, err := jose.ParseSet(document, jose.KeyRules{
		Algorithms: assertion.Algorithms(oauth.PrivateKeyJWT),
		RSA:        []string{"RS256", "PS256"},
		MaxRSA:     8192, // the client chooses its key, and so the time that a signature costs
	})
	if err != nil {
		return jose.Set{}, err
	}
	for _, reason := range set.Skipped {
		if errors.Is(reason, jose.ErrPrivate) {
			return jose.Set{}, fmt.Errorf("%w; only the public half belongs here (RFC 7517 §9.2)", reason)
		}
	}
	return set, nil
}
