package revocation_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
)

// TestLatency measures the numbers in docs/revocation.md: go test -v -run TestLatency
// ./demo/e2e/revocation. Each measurement begins when /revoke has responded, and ends with the
// first 401 of the resource server, which is called in a loop.
func TestLatency(t *testing.T) {
	for _, mode := range []struct {
		name   string
		rounds int
		change rig.Option
	}{
		{resourceserver.RevocationFeed, 200, rig.With(func(*stack.Settings) {})},
		{resourceserver.RevocationIntrospection, 20, rig.With(func(s *stack.Settings) {
			s.Resourceserver.IntrospectionCache = 200 * time.Millisecond
		})},
	} {
		t.Run("H-06 "+mode.name, func(t *testing.T) {
			s := in(t, mode.name, mode.change)
			var took []time.Duration
			for range mode.rounds {
				v := &visitor{stack: s}
				v.tokens.AccessToken = service(t, s)
				if got := v.api(t); got != http.StatusOK {
					t.Fatalf("before: got %d", got)
				}
				revokeAs(t, s, "service", v.tokens.AccessToken)
				took = append(took, v.untilRefused(t))
			}
			slices.Sort(took)
			t.Logf("%s, %d rounds: median %s, 95%% within %s, longest %s", mode.name, len(took),
				took[len(took)/2].Round(10*time.Microsecond), took[len(took)*95/100].Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond))
		})
	}
}
