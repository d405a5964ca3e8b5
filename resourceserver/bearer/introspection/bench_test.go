package introspection_test

import (
	"net/http"
	"strconv"
	"testing"

	"quartet.example/resourceserver/bearer/introspection"
)

// The cost for a request: with a cached response, and with a call over a local connection to a
// server that does no work.
func BenchmarkVerify(b *testing.B) {
	r := start(b)
	r.says(http.StatusOK, asJSON, r.active())
	i, err := introspection.New(introspection.Config{Issuer: r.issuer.URL, ClientID: "notes api", ClientSecret: "s:1", Now: r.clock.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("remembered", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := i.Verify(b.Context(), "t"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("asked", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			if _, err := i.Verify(b.Context(), strconv.Itoa(n)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
