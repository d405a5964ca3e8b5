package bearer

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Replay remembers which proofs were used (RFC 9449 §11.1). Where an API has
// several replicas, they share one.
type Replay interface {
	// Use tells whether this is the first use of a proof, and remembers it until
	// then; of any number of callers at once one is first. The id is a hash. An
	// error means that it cannot be told: the request is answered 503.
	Use(ctx context.Context, id string, until time.Time) (first bool, err error)
}

// defaultProofs is a thousand a second for a minute and a half, in some 10 MB.
const defaultProofs = 100_000

var errReplayFull = errors.New("the memory of used proofs is full")

// ReplayMemory is a Replay for one process.
type ReplayMemory struct {
	limit int
	now   func() time.Time

	mu        sync.Mutex
	new, past proofs
}

// proofs are some that may be forgotten all at once, when the last has expired.
type proofs struct {
	used  map[string]struct{}
	until time.Time
}

// NewReplayMemory makes a ReplayMemory of at most limit proofs. It forgets none
// that is still good: when it is full, proofs are refused for a while.
func NewReplayMemory(limit int, now func() time.Time) *ReplayMemory {
	return &ReplayMemory{limit: limit, now: now, new: newProofs(), past: newProofs()}
}

func newProofs() proofs { return proofs{used: map[string]struct{}{}} }

// Use implements Replay.
func (m *ReplayMemory) Use(_ context.Context, id string, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	if m.new.has(id) || m.past.has(id) {
		return false, nil
	}
	if len(m.new.used)+len(m.past.used) >= m.limit {
		return false, errReplayFull
	}
	m.new.used[id] = struct{}{}
	if until.After(m.new.until) {
		m.new.until = until
	}
	return true, nil
}

// forget lets go of proofs that would be too old anyhow.
func (m *ReplayMemory) forget() {
	now := m.now()
	if now.After(m.past.until) {
		m.past, m.new = m.new, newProofs()
	}
	if now.After(m.past.until) { // nothing was used for a while
		m.past = newProofs()
	}
}

func (p proofs) has(id string) bool { _, has := p.used[id]; return has }
