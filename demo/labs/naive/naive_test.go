package naive_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"quartet.example/demo/labs/naive"
)

func TestListensOnLoopbackOnly(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:0": true, "localhost:0": true, ":0": false, "0.0.0.0:0": false, "[::]:0": false, "192.0.2.1:0": false, "api.example:0": false, "nonsense": false,
	} {
		listener, err := naive.Listen(t.Context(), address)
		if got := err == nil; got != want {
			t.Errorf("%s: listens %t (%v), want %t", address, got, err, want)
		}
		if err == nil {
			_ = listener.Close()
		}
	}
}

// Another program may listen elsewhere and pass its requests on, and a website may point its name here.
func TestAnswersOnLoopbackOnly(t *testing.T) {
	for name, tt := range map[string]struct {
		address, host string
		want          int // of the API and the client at /; the server has no page there
	}{
		"on this machine":                   {"127.0.0.1", "naive-api.localhost:9000", http.StatusUnauthorized},
		"at another address":                {"192.0.2.1", "naive-api.localhost:9000", http.StatusForbidden},
		"nobody knows where":                {"", "naive-api.localhost:9000", http.StatusForbidden},
		"under the name of another machine": {"127.0.0.1", "api.attacker.example", http.StatusForbidden},
	} {
		for program, handler := range map[string]http.Handler{"API": &naive.API{}, "client": &naive.Client{}, "server": &naive.Server{}} {
			want := tt.want
			if program == "server" && want != http.StatusForbidden {
				want = http.StatusNotFound
			}
			ctx := t.Context()
			if tt.address != "" {
				ctx = context.WithValue(ctx, http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(tt.address)})
			}
			w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody)
			r.Host = tt.host
			handler.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s, %s: got %d, want %d", name, program, w.Code, want)
			}
		}
	}
}
