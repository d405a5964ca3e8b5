package bearer_test

import (
	"testing"

	"quartet.example/resourceserver/bearer"
)

// A request without a proof gets no nonce (RFC 9449 §8.2).
func TestNoNonceWithoutAProof(t *testing.T) {
	r := start(t, func(c *bearer.Config) { c.DPoP = &bearer.DPoP{NonceKey: make([]byte, 32)} })
	for _, authorization := range []string{"", "Bearer x", "Bearer " + r.issuer.Token(t, r.clock.Now())} {
		if got := r.get(t, authorization).Header().Values("DPoP-Nonce"); len(got) > 0 {
			t.Errorf("%.10s: got %q", authorization, got)
		}
	}
}
