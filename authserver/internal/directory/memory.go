package directory

import (
	"runtime"
	"sync"
)

// memory bounds the memory of password checks. Each hash allocates its memory anew, and the garbage
// collector frees it only when the heap has doubled: without a bound, the garbage of a flood of
// sign-ins would take twice the memory of the checks themselves. So the garbage counts too, and
// the collector runs when a check would exceed the limit.
type memory struct {
	limit   uint64 // KiB
	collect func() // frees all memory that is not in use

	mu    sync.Mutex
	inUse uint64 // KiB of the checks that are running
	held  uint64 // KiB of these, and of the checks that ended since the last collection
}

// newMemory returns a memory for this number of checks of the usual cost.
func newMemory(checks int) *memory {
	return &memory{limit: uint64(checks) * uint64(cost().Memory), collect: runtime.GC}
}

// take is called before a check that allocates this many KiB. If the checks that are running use
// all memory, it exceeds the limit: the caller limits how many run.
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

// release is called after the check.
func (m *memory) release(kib uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inUse -= kib
}
