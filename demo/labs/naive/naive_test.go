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

// Another program may listen elsewhere and pass its requests on.
func TestAnswersOnLoopbackOnly(t *testing.T) {
	for address, want := range map[string]int{"127.0.0.1": http.StatusUnauthorized, "192.0.2.1": http.StatusForbidden, "": http.StatusForbidden} {
		ctx := t.Context()
		if address != "" {
			ctx = context.WithValue(ctx, http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(address)})
		}
		for name, program := range map[string]http.Handler{"API": &naive.API{}, "client": &naive.Client{}} {
			w := httptest.NewRecorder()
			program.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", http.NoBody))
			if w.Code != want {
				t.Errorf("%s: a request that arrived at %q: got %d, want %d", name, address, w.Code, want)
			}
		}
	}
}
