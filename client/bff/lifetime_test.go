package bff_test

import (
	"math"
	"net/http"
	"testing"
)

// RFC 6749 §5.1: an access token whose lifetime is longer than a Duration holds is
// good for the whole session; it is not one that has expired already.
func TestALongLifetimeIsNoShortOne(t *testing.T) {
	for name, seconds := range map[string]any{
		"300 years": 9_460_800_000, "the first that overflows": 9_223_372_037, "all of int64": int64(math.MaxInt64), "as a string": "9300000000",
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) {
				i.Answer = func(answer map[string]any) { answer["expires_in"] = seconds }
			})
			b := r.signedIn(t)
			before := len(r.Requests("/token"))
			for range 3 {
				wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
			}
			if got := len(r.Requests("/token")) - before; got != 0 {
				t.Errorf("got %d refreshes, want 0", got)
			}
		})
	}
}
