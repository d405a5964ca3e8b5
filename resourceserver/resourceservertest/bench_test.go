package resourceservertest_test

import (
	"testing"

	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/resourceserver/resourceservertest"
)

// BenchmarkStart measures the cost of a server for one test: 8 ms on a busy machine with two cores.
func BenchmarkStart(b *testing.B) {
	issuer := resourceservertest.WithIssuer(issuertest.Start(b).URL)
	for b.Loop() {
		resourceservertest.Start(b, issuer)
	}
}
