package directory // white-box: to count the collections

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"quartet.example/authserver/internal/core"
)

func TestMemoryOfPasswordChecks(t *testing.T) {
	const take, release = "take", "release"
	for name, tt := range map[string]struct {
		steps []string // with a limit of three units
		want  int      // collections
	}{
		"checks within the limit need no collection":                 {[]string{take, take, take}, 0},
		"a check that ended counts until it is collected":            {[]string{take, release, take, release, take, release, take}, 1},
		"one collection frees all checks that ended":                 {[]string{take, release, take, release, take, release, take, release, take, take}, 1},
		"a collection does not free the memory of a check that runs": {[]string{take, take, take, release, take, release, take}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			collections := 0
			m := newMemory(3)
			m.collect = func() { collections++ }
			for _, step := range tt.steps {
				switch step {
				case take:
					m.take(uint64(cost().Memory))
				case release:
					m.release(uint64(cost().Memory))
				}
				if m.held > m.limit {
					t.Fatalf("%d KiB are held, the limit is %d", m.held, m.limit)
				}
			}
			if collections != tt.want {
				t.Errorf("%d collections, want %d", collections, tt.want)
			}
		})
	}
}

// However many sign in at the same time, the heap does not outgrow the memory for their passwords.
func TestHeapOfConcurrentSignIns(t *testing.T) {
	const (
		checks = 2
		rest   = 16 << 20 // everything else on the heap of this test
	)
	hash, err := HashPassword("a")
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{HashMemory: checks, Users: []*core.User{{Subject: "1", Username: "alice", PasswordHash: hash}}})
	runtime.GC()
	var mu sync.Mutex
	var most uint64
	compare := d.passwords.compare
	d.passwords.compare = func(password, hash string) (bool, error) {
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}()
		return compare(password, hash)
	}
	var group sync.WaitGroup
	for range 8 * checks {
		group.Go(func() {
			if _, err := d.Authenticate(context.WithoutCancel(t.Context()), "alice", "a"); err != nil {
				t.Errorf("sign-in: %v", err)
			}
		})
	}
	group.Wait()
	if limit := d.passwords.memory.limit<<10 + rest; most > limit {
		t.Errorf("the heap reached %d MiB, want %d at most", most>>20, limit>>20)
	}
}
