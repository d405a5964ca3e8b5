package clientkeys

import (
	"sync"
	"time"
)

// remote is what is known of one jwks_uri.
type remote struct {
	turn chan struct{} // held by the one who fetches

	mu         sync.Mutex
	set        Set
	freshUntil time.Time
	staleUntil time.Time
	triedAt    time.Time
	failure    error // of the last fetch, nil after a good one
}

// look gives the set, empty if it is too old for anything, and whether it is fresh.
func (r *remote) look(now time.Time) (set Set, fresh bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !now.Before(r.staleUntil) {
		return nil, false
	}
	return r.set, now.Before(r.freshUntil)
}

// begin tells whether a fetch is due, and notes that it is made.
func (r *remote) begin(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.triedAt.IsZero() && now.Before(r.triedAt.Add(RetryEvery)) {
		return false
	}
	r.triedAt = now
	return true
}

func (r *remote) keep(set Set, now time.Time, age time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set, r.failure = set, nil
	r.freshUntil, r.staleUntil = now.Add(age), now.Add(StaleFor)
}

func (r *remote) keepFailure(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failure = err
}

func (r *remote) lastFailure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failure
}
