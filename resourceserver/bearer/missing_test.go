package bearer_test

import (
	"net/http"
	"strings"
	"testing"
)

// The response names the claim that a token lacks, so that the operator of a new issuer can correct
// it.
func TestAMissingClaimIsNamedOnTheWire(t *testing.T) {
	r := start(t)
	for claim, remove := range map[string]func(*claims){
		"client_id": func(c *claims) { c.ClientID = "" },
		"jti":       func(c *claims) { c.ID = "" },
		"sub":       func(c *claims) { c.Subject = "" },
	} {
		status, _, w := r.with(t, r.issuer.Token(t, r.clock.Now(), remove))
		want := claim + " is missing"
		if status != http.StatusUnauthorized || !strings.Contains(w.Header().Get("WWW-Authenticate"), want) || !strings.Contains(w.Body.String(), want) {
			t.Errorf("got %d %q %s, want %q", status, w.Header().Get("WWW-Authenticate"), w.Body, want)
		}
	}
}
