package clientauth

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
)

// Failures counts wrong secrets for all replicas.
type Failures interface {
	// CountFailure counts a failure of whom. It returns how long whom must wait: zero
	// below the limit.
	CountFailure(ctx context.Context, whom string, limit int, window time.Duration) (wait time.Duration, err error)
}

// maxPairs bounds the pairs that are kept in memory; Redis keeps the others.
const maxPairs = 10_000

// Guesses bounds how many wrong secrets one address may send for one client. All clients
// that are not registered count as one, the client "". Each replica keeps its own count in
// memory, so that a burst is counted at once, and gets the common count from Redis with each
// failure. Above the limit a pair of address and client waits until the end of its window;
// further failures do not prolong it. The same client at another address does not wait. A
// nil *Guesses counts nothing.
type Guesses struct {
	Shared  Failures
	Address func(*http.Request) string // of the sender
	Limit   int
	Window  time.Duration
	Now     func() time.Time

	busyUntil atomic.Int64 // in ns: the end of the last window; after it nobody waits, and Wait takes no lock

	mu    sync.Mutex
	pairs map[string]pair
}

// pair is the failures of one client at one address.
type pair struct {
	count int
	until time.Time
}

// Wait returns how long the sender must wait before it may try again; usually zero.
func (g *Guesses) Wait(r *http.Request, clientID string) time.Duration {
	if g == nil {
		return 0
	}
	now := g.Now()
	if now.UnixNano() >= g.busyUntil.Load() {
		return 0
	}
	whom := g.whom(r, clientID)
	g.mu.Lock()
	defer g.mu.Unlock()
	p, known := g.pairs[whom]
	if !known || p.count < g.Limit {
		return 0
	}
	return max(p.until.Sub(now), 0)
}

// Count counts a failure. While Redis cannot be reached, only the count of this replica
// is used: a client with a wrong secret still gets invalid_client and not an error 503.
func (g *Guesses) Count(ctx context.Context, r *http.Request, clientID string) {
	if g == nil {
		return
	}
	whom, now := g.whom(r, clientID), g.Now()
	g.note(whom, now, 0)
	wait, err := g.Shared.CountFailure(ctx, whom, g.Limit, g.Window)
	if err == nil && wait > 0 {
		g.note(whom, now, wait)
	}
}

// Reset forgets the failures that this replica has counted.
func (g *Guesses) Reset() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.pairs)
}

// note counts one failure in memory. A wait above zero comes from Redis and replaces the
// count of this replica.
func (g *Guesses) note(whom string, now time.Time, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	p := g.pairs[whom]
	if !now.Before(p.until) {
		p = pair{until: now.Add(g.Window)}
	}
	p.count++
	if wait > 0 {
		p = pair{count: g.Limit, until: now.Add(wait)}
	}
	g.makeRoom(now)
	g.pairs[whom] = p
	g.busyUntil.Store(max(g.busyUntil.Load(), p.until.UnixNano()))
}

// makeRoom drops the pairs whose window has ended and, if that is not enough, half of the rest.
func (g *Guesses) makeRoom(now time.Time) {
	if g.pairs == nil {
		g.pairs = make(map[string]pair)
	}
	if len(g.pairs) < maxPairs {
		return
	}
	for whom, p := range g.pairs {
		if !now.Before(p.until) {
			delete(g.pairs, whom)
		}
	}
	for whom := range g.pairs {
		if len(g.pairs) < maxPairs/2 {
			return
		}
		delete(g.pairs, whom)
	}
}

// whom is a hash of client and address, so that Redis holds neither.
func (g *Guesses) whom(r *http.Request, clientID string) string {
	return oauth.Hash(clientID + "\x00" + addressgroup.Of(g.Address(r)))
}
