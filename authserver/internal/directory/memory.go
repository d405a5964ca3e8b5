package directory

import (
	"runtime"
	"sync"
)

// memory bounds the memory of password checks. Each check allocates new memory, and the garbage
// collector frees it only when the heap has doubled. Without a bound, the memory of checks that have
// ended would come on top of that of the running ones. So it counts until it is collected, and the
// collector runs when a check would exceed the limit. It is safe for concurrent use.
type memory struct {
	limit   uint64 // KiB
	collect func() // frees all memory that is not in use

	mu    sync.Mutex
	inUse uint64 // KiB of the checks that are running
	held  uint64 // KiB of these, and of the checks that have ended since the last collection
}

// newMemory returns a memory whose limit is that of this number of checks of the default cost.
func newMemory(checks int) *memory {
	return &memory{limit: uint64(checks) * uint64(cost().Memory), collect: runtime.GC}
}

// take must be called before a check that allocates this many KiB. It never waits: if the checks that
// are running use all memory, the limit is exceeded. The caller limits how many run.
func (m *memory) take(kib uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held+kib > m.limit {
		m.collect()
		m.held = m.inUse
	}
	m.inUse += kib
	m.held += kib
}

// release must be called after the check, with the same number.
func (m *memory) release(kib uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inUse -= kib
}
