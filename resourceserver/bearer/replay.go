package bearer

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Replay stores which DPoP proofs were used (RFC 9449 §11.1). The replicas of an API must share
// one.
type Replay interface {
	// Use reports whether this is the first use of a proof, and stores it until the given time. Of
	// concurrent calls with the same id, only one gets true. The id is a hash. After an error the
	// request is answered with 503.
	Use(ctx context.Context, id string, until time.Time) (first bool, err error)
}

// defaultProofs is enough for a thousand proofs a second, which are stored for a minute and a half.
// They need about 10 MB.
const defaultProofs = 100_000

var errReplayFull = errors.New("the memory of used proofs is full")

// ReplayMemory is a Replay in the memory of one process.
type ReplayMemory struct {
	limit int
	now   func() time.Time

	mu        sync.Mutex
	new, past proofs
}

// proofs is a group of proofs that are deleted together, when the last of them has expired.
type proofs struct {
	used  map[string]struct{}
	until time.Time
}

// NewReplayMemory makes a ReplayMemory for at most limit proofs. It deletes no proof that has not
// expired: if it is full, Use returns an error until proofs expire.
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

// forget deletes groups of proofs that have all expired.
func (m *ReplayMemory) forget() {
	now := m.now()
	if now.After(m.past.until) {
		m.past, m.new = m.new, newProofs()
	}
	if now.After(m.past.until) { // no proof was used for some time
		m.past = newProofs()
	}
}

func (p proofs) has(id string) bool { _, has := p.used[id]; return has }
