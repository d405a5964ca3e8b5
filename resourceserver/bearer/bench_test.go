package bearer_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
)

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

// Every token is a first one: nothing is remembered.
func BenchmarkRequireFirstSeen(b *testing.B) {
	r := start(b, func(c *bearer.Config) { c.CacheSize = -1 })
	tokens := make([]string, 256)
	for i := range tokens {
		tokens[i] = r.issuer.Token(b, r.clock.Now(), func(c *claims) { c.ID = fmt.Sprint(i) })
	}
	bench(b, r, tokens)
}

func BenchmarkRequireCached(b *testing.B) {
	r := start(b)
	bench(b, r, []string{r.issuer.Token(b, r.clock.Now().Add(time.Second))})
}
