package authservertest_test

import (
	"net/http"
	"os"
	"runtime"
	"sync"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/waittest"
)

// metadata fails the test if the server does not answer with its own metadata.
func metadata(t *testing.T, srv *authservertest.Server) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil)
	if err != nil {
		t.Error(err)
		return
	}
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Error(err)
		return
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("%s: got %d", srv.URL, resp.StatusCode)
	}
}

// soaking returns all with SOAK=required, which make soak sets, and else few.
func soaking(few, all int) int {
	if os.Getenv("SOAK") == "required" {
		return all
	}
	return few
}

// Two hundred tests of one binary, each with its own server, run at the same time.
func TestManyServersAtTheSameTime(t *testing.T) {
	servers := soaking(20, 200)
	var started sync.WaitGroup
	var mu sync.Mutex
	urls := map[string]bool{}
	all := make([]*authservertest.Server, servers)
	for i := range all {
		started.Go(func() {
			all[i] = authservertest.Start(t)
			mu.Lock()
			defer mu.Unlock()
			urls[all[i].URL] = true
		})
	}
	started.Wait()
	if len(urls) != servers {
		t.Fatalf("got %d addresses, want %d", len(urls), servers)
	}
	all[0].FailNext(authservertest.Fault{Status: http.StatusTeapot})
	all[0].PutUser(authservertest.User{Subject: "carol-sub", Username: "carol"})
	for _, srv := range all[1:] {
		metadata(t, srv)
		if len(srv.Requests()) != 1 {
			t.Errorf("%s has the requests of another server", srv.URL)
		}
	}
}

// A server that ends leaves no goroutine, and its port can be used again.
func TestThousandStartsLeaveNothing(t *testing.T) {
	starts := soaking(50, 1000)
	once := func() {
		test := &iteration{TB: t}
		metadata(t, authservertest.Start(test))
		test.end()
	}
	once() // what a process starts once
	before := runtime.NumGoroutine()
	for range starts {
		once()
	}
	waittest.Until(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}
