package bearer_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
)

// Results on the machine of docs/performance.md:
//
//	first seen   67 µs   92 allocs   mostly the verification of the signature (ES256)
//	cached        1 µs    2 allocs   the context with the token, and the request with it
//	DPoP         75 µs  135 allocs   the token is cached, but the proof is new: one signature
//
// A cached token takes about 700 bytes (TestMemoryOfCachedTokens), that is 7 MB for 10 000. A token
// of the maximum length, 8 KiB, takes about as much as its length.

type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

func bench(b *testing.B, r *rig, tokens []string) {
	req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/notes", nil)
	w := nowhere{http.Header{}}
	headers := make([][]string, len(tokens))
	for i, raw := range tokens {
		headers[i] = []string{"Bearer " + raw}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		req.Header["Authorization"] = headers[i%len(headers)]
		r.api.ServeHTTP(w, req)
	}
	if got := w.header.Get("WWW-Authenticate"); got != "" {
		b.Fatalf("refused: %s", got)
	}
}

// Every token is seen for the first time, because nothing is cached.
func BenchmarkRequireFirstSeen(b *testing.B) {
	r := start(b, func(c *bearer.Config) { c.CacheSize = -1 })
	tokens := make([]string, 256)
	for i := range tokens {
		tokens[i] = r.issuer.Token(b, r.clock.Now(), func(c *claims) { c.ID = fmt.Sprint(i) })
	}
	bench(b, r, tokens)
}

func BenchmarkRequireCached(b *testing.B) {
	r := start(b, withDPoP)
	bench(b, r, []string{r.issuer.Token(b, r.clock.Now().Add(time.Second))})
}

// always is a Replay that reports every proof as unused.
type always struct{}

func (always) Use(context.Context, string, time.Time) (bool, error) { return true, nil }

// The token is cached, but its proof is verified each time.
func BenchmarkRequireDPoP(b *testing.B) {
	r := start(b, func(c *bearer.Config) { c.DPoP = &bearer.DPoP{Replay: always{}} })
	key := newHolder(b)
	token := r.issuer.Token(b, r.clock.Now(), boundTo(key))
	req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/notes", nil)
	req.Header.Set("Authorization", "DPoP "+token)
	req.Header.Set("DPoP", r.proofOf(b, key, token, ""))
	w := nowhere{http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		r.api.ServeHTTP(w, req)
	}
	if got := w.header.Get("WWW-Authenticate"); got != "" {
		b.Fatalf("refused: %s", got)
	}
}
