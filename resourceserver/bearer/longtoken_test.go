package bearer_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/accesstoken"
)

// A long token is verified to its end. A cache or a parser that reads only the first kilobytes
// would accept a forged end (RFC 7515 §5.2).
func TestTheEndOfALongTokenIsVerified(t *testing.T) {
	r := start(t)
	raw := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.AMR = []string{strings.Repeat("x", 4500)} })
	if len(raw) < 6<<10 || len(raw) > accesstoken.MaxLength {
		t.Fatalf("the token has %d bytes, want nearly %d", len(raw), accesstoken.MaxLength)
	}
	if status, results, _ := r.with(t, raw); status != http.StatusOK {
		t.Fatalf("got %d %s, want 200", status, ids(results))
	}
	for name, forged := range map[string]string{
		"another signature": raw[:len(raw)-40] + strings.Repeat("A", 40),
		"another payload":   raw[:5000] + strings.Replace(raw[5000:], "eHh4", "eXl5", 1),
	} {
		status, results, _ := r.with(t, forged)
		if status != http.StatusUnauthorized || !strings.HasSuffix(ids(results), "!rs.jwt.sig") {
			t.Errorf("%s: got %d %s, want 401 and rs.jwt.sig", name, status, ids(results))
		}
	}
}
