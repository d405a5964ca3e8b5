package resourceserver_test

import (
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"quartet.example/shared/waittest"
)

// work is 200 callers, half of them with proofs, until stop is called.
type work struct {
	done    atomic.Int64
	answers sync.Map // status → *atomic.Int64
	stopped atomic.Bool
	callers sync.WaitGroup
}

func (r *rig) work(t *testing.T) *work {
	t.Helper()
	w := &work{}
	key := holder(t)
	bound, free := r.boundTo(t, key), r.of(t, "alice", "notes:read", "notes:write")
	for caller := range 200 {
		w.callers.Go(func() {
			for i := 0; !w.stopped.Load(); i++ {
				switch {
				case caller%2 == 0:
					w.count(r.notes(t, bound, r.prove(t, key, "/notes", bound, "")).Code)
				case i%2 == 0:
					w.count(r.do(t, "GET", "/notes", free, "").Code)
				default:
					w.count(r.do(t, "GET", "/whoami", free, "").Code)
				}
			}
		})
	}
	return w
}

func (w *work) count(status int) {
	n, _ := w.answers.LoadOrStore(status, &atomic.Int64{})
	n.(*atomic.Int64).Add(1)
	w.done.Add(1)
}

// goOn waits until some more requests were answered, and gives the statuses seen
// since the last time.
func (w *work) goOn(t *testing.T, requests int64) map[int]int64 {
	t.Helper()
	until := w.done.Load() + requests
	waittest.Until(t, "work is done", func() bool { return w.done.Load() >= until })
	seen := map[int]int64{}
	w.answers.Range(func(status, n any) bool {
		seen[status.(int)] = n.(*atomic.Int64).Swap(0)
		return true
	})
	return seen
}

func (w *work) stop() { w.stopped.Store(true); w.callers.Wait() }

// wantNoOther fails on any answer but 200, and 503: on a busy machine a command
// may wait for longer than its second.
func wantNoOther(t *testing.T, when string, seen map[int]int64) {
	t.Helper()
	for status, n := range seen {
		if n > 0 && status != http.StatusOK && status != http.StatusServiceUnavailable {
			t.Errorf("%s: got %d answers of %d", when, n, status)
		}
	}
	if seen[http.StatusOK] == 0 {
		t.Errorf("%s: got no 200 in %v", when, seen)
	}
}

func TestFailuresInTheMiddleOfWork(t *testing.T) { // O-12, O-15
	const some = 800
	r := start(t)
	calm := r.work(t)
	calm.goOn(t, some)
	calm.stop()
	resting := runtime.NumGoroutine() // with the connections of a full pool
	w := r.work(t)
	wantNoOther(t, "all is well", w.goOn(t, some))

	r.issuer.SetAway(true)
	wantNoOther(t, "O-15 the authorization server is away", w.goOn(t, some))

	r.redis.Close()
	wantNoOther(t, "O-12 Redis is away as well", w.goOn(t, some)) // whoami needs none

	if err := r.redis.Restart(); err != nil {
		t.Fatal(err)
	}
	r.wait(t, "/readyz", http.StatusOK)
	r.issuer.SetAway(false)
	waittest.Until(t, "no 503 any more", func() bool {
		seen := w.goOn(t, some)
		wantNoOther(t, "both are back", seen)
		return seen[http.StatusServiceUnavailable] == 0
	})

	w.stop()
	t.Logf("%d goroutines before, %d after", resting, runtime.NumGoroutine())
	waittest.Until(t, "goroutines end", func() bool { return runtime.NumGoroutine() <= resting+10 })
}
