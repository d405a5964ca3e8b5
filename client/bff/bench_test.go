package bff_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/client/bff"
)

// answering is a resource server without a network.
type answering struct{}

func (answering) RoundTrip(r *http.Request) (*http.Response, error) {
	const body = `{"sub":"alice"}`
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// With $REDIS_URL this is the cost in the client alone; without it, that of the embedded Redis too.
func BenchmarkProxiedRequest(b *testing.B) {
	r := newRig(b)
	id := r.signedIn(b).sessionID()
	app := r.replica(b, func(c *bff.Config) { c.HTTP, c.Log = &http.Client{Transport: answering{}}, nil })
	req := httptest.NewRequestWithContext(b.Context(), "GET", home+"/api/whoami", http.NoBody)
	req.AddCookie(&http.Cookie{Name: sessionCookie, Value: id})
	for name, value := range ours {
		req.Header.Set(name, value)
	}
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		if app.ServeHTTP(w, req); w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
	}
}
