package bearer_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"quartet.example/resourceserver/bearer"
)

// The validation of a cached token allocates no memory. The middleware allocates a context with the
// token, and a request with this context.
func TestCachedTokenAllocatesNothing(t *testing.T) {
	r := start(t, withDPoP)
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/notes", nil)
	req.Header.Set("Authorization", "Bearer "+r.issuer.Token(t, r.clock.Now()))
	if _, err := r.v.Authorize(req, bearer.Requirement{Scope: []string{"notes:read"}}); err != nil {
		t.Fatal(err)
	}
	need := bearer.Requirement{Scope: []string{"notes:read"}}
	got := testing.AllocsPerRun(100, func() {
		if _, err := r.v.Authorize(req, need); err != nil {
			t.Error(err)
		}
	})
	if got > 0 {
		t.Errorf("got %v allocations, want none", got)
	}
}

// The memory for tokens is limited by their number and by their length, at most 8 KiB each.
func TestMemoryOfCachedTokens(t *testing.T) {
	const size = 2000
	r := start(t, func(c *bearer.Config) { c.CacheSize = size })
	tokens := make([]string, 2*size)
	for i := range tokens {
		tokens[i] = r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.ID = fmt.Sprint(i) })
	}
	before := heap()
	for _, raw := range tokens {
		if status, _, _ := r.with(t, raw); status != http.StatusOK {
			t.Fatalf("got %d, want 200", status)
		}
	}
	each := float64(heap()-before) / size
	runtime.KeepAlive(tokens)
	runtime.KeepAlive(r)
	t.Logf("%.0f bytes for each of %d tokens", each, size)
	if each > 4096 {
		t.Errorf("got %.0f bytes for a token, want 4 KB at most", each)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
