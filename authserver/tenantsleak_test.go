package authserver_test

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

// A thousand tenants, of which eight are in memory at a time, must leave nothing behind.
func TestTenantsLeakNoGoroutine(t *testing.T) {
	number := 50
	if os.Getenv("SOAK") == "required" { // make soak
		number = 1000
	}
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Tenants, cfg.SealKey = 8, "the same for both servers"
	rdb := redistest.New(t)
	visitTenants(t, cfg, rdb, 1) // opens the connections to rdb, which stay
	before := runtime.NumGoroutine()
	visitTenants(t, cfg, rdb, number)
	waittest.Until(t, "the goroutines end", func() bool { return runtime.NumGoroutine() <= before })
}

// visitTenants runs a server until this number of tenants was requested.
func visitTenants(t *testing.T, cfg authserver.Config, rdb redis.UniversalClient, number int) {
	t.Helper()
	srv, err := authserver.New(cfg, authserver.Deps{Redis: rdb})
	if err != nil {
		t.Fatal(err)
	}
	for i := range number {
		w := &discard{}
		srv.ServeHTTP(w, request(t, http.MethodGet, fmt.Sprintf("http://auth.localhost:9000/t%d/.well-known/openid-configuration", i), nil))
		if w.status != http.StatusOK {
			t.Fatalf("tenant %d: got %d", i, w.status)
		}
	}
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
}

// discard is a response of which only the status is kept.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}
func (d *discard) Write(p []byte) (int, error) { d.WriteHeader(http.StatusOK); return len(p), nil }
func (d *discard) WriteHeader(status int) {
	if d.status == 0 {
		d.status = status
	}
}
