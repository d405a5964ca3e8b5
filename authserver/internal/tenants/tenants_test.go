package tenants_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"quartet.example/authserver/internal/tenants"
	"quartet.example/shared/waittest"
)

// server is the server of a tenant that answers with its name.
type server struct {
	name   string
	answer http.HandlerFunc
	ended  *atomic.Int32
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.answer != nil {
		s.answer(w, r)
	}
	_, _ = io.WriteString(w, s.name)
}

func (s *server) Close() error { s.ended.Add(1); return nil }

// rig counts the tenants that were made and ended.
type rig struct {
	*tenants.Tenants
	made, ended atomic.Int32
	answer      http.HandlerFunc
	fail        error
}

func newRig(maximum int) *rig {
	r := &rig{}
	r.Tenants = tenants.New(tenants.Options{
		Routes: []string{"/", "/token", "/jwks", "/.well-known/openid-configuration", "/readyz"}, Max: maximum,
		Make: func(name string) (tenants.Server, error) {
			r.made.Add(1)
			return &server{name, r.answer, &r.ended}, r.fail
		},
		Base: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := tenants.Refusal(r.Context()); err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
			http.NotFound(w, r)
		}),
		Ended: func(string) {},
	})
	return r
}

func (r *rig) get(path string) (int, string) {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestManyFirstRequestsMakeOneTenant(t *testing.T) {
	r := newRig(10)
	start := make(chan struct{})
	var done sync.WaitGroup
	for range 50 {
		done.Go(func() {
			<-start
			if status, body := r.get("/a/token"); status != http.StatusOK || body != "a" {
				t.Errorf("got %d %q", status, body)
			}
		})
	}
	close(start)
	done.Wait()
	if got := r.made.Load(); got != 1 {
		t.Errorf("made: got %d, want 1", got)
	}
}

func TestTheTenantThatWasIdleForTheLongestTimeEnds(t *testing.T) {
	r := newRig(2)
	for _, path := range []string{"/a/token", "/b/token", "/a/token", "/c/token"} {
		r.get(path)
	}
	if made, ended := r.made.Load(), r.ended.Load(); made != 3 || ended != 1 {
		t.Errorf("got %d made, %d ended; want 3, 1", made, ended)
	}
	for path, want := range map[string]int{"/a/": http.StatusOK, "/b/": http.StatusNotFound, "/c/": http.StatusOK} {
		if status, _ := r.get(path); status != want {
			t.Errorf("%s: got %d, want %d", path, status, want)
		}
	}
}

// No other tenant waits while one is made or answers.
func TestATenantThatAnswersIsNotEnded(t *testing.T) {
	r := newRig(1)
	entered, leave := make(chan struct{}), make(chan struct{})
	r.answer = func(http.ResponseWriter, *http.Request) { close(entered); <-leave }
	ended := make(chan struct{})
	go func() { defer close(ended); r.get("/a/token") }()
	<-entered
	if status, body := r.get("/b/token"); status != http.StatusServiceUnavailable {
		t.Errorf("beyond the maximum: got %d %q, want 503", status, body)
	}
	if status, _ := r.get("/other"); status != http.StatusNotFound {
		t.Errorf("the base server meanwhile: got %d", status)
	}
	close(leave)
	waittest.Closed(t, "the request", ended)
	r.answer = nil
	if status, _ := r.get("/b/token"); status != http.StatusOK || r.ended.Load() != 1 {
		t.Errorf("afterwards: got %d, and %d ended", status, r.ended.Load())
	}
}

func TestATenantThatCannotBeMadeIsTriedAgain(t *testing.T) {
	r := newRig(1)
	r.fail = errors.New("no memory")
	if status, body := r.get("/a/token"); status != http.StatusServiceUnavailable || body != "no memory\n" {
		t.Errorf("got %d %q", status, body)
	}
	r.fail = nil
	if status, _ := r.get("/a/token"); status != http.StatusOK {
		t.Errorf("then: got %d, want 200", status)
	}
}

func TestCloseEndsAllTenants(t *testing.T) {
	r := newRig(10)
	for i := range 10 {
		r.get(fmt.Sprintf("/t%d/jwks", i))
	}
	if err := r.Close(); err != nil || r.ended.Load() != 10 {
		t.Errorf("got %d ended, %v; want 10", r.ended.Load(), err)
	}
	if status, _ := r.get("/late/jwks"); status != http.StatusServiceUnavailable || r.made.Load() != 10 {
		t.Errorf("after Close: got %d, and %d were made", status, r.made.Load())
	}
}
