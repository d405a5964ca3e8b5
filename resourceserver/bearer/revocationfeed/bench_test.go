package revocationfeed_test

import (
	"fmt"
	"testing"
)

// The cost of the feed for a request, with 1000 revoked tokens.
func BenchmarkRevoked(b *testing.B) {
	tr := newTransmitter(b)
	for i := range 1000 {
		tr.revoke(fmt.Sprint("gid-", i))
	}
	feed := tr.follow()
	ready(b, feed)
	token := tr.token("j", "gid")
	b.ReportAllocs()
	for b.Loop() {
		if revoked, err := feed.Revoked(b.Context(), token); revoked || err != nil {
			b.Fatal(revoked, err)
		}
	}
}
