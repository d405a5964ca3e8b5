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
	// CountFailure returns zero, or from the limit on how long whom must wait.
	CountFailure(ctx context.Context, whom string, limit int, window time.Duration) (wait time.Duration, err error)
}

// maxPairs bounds what is remembered here; Redis remembers the rest.
const maxPairs = 10_000

// Guesses bounds how often somebody at one address may be wrong about one client;
// all clients that nobody registered, "", are one. Each replica keeps its own count, so that a burst is counted as it
// comes, and learns of the others' from Redis with each failure. A pair waits
// till the end of its window, which its own failures do not move; the same
// client elsewhere never waits. A nil *Guesses counts nothing.
type Guesses struct {
	Shared  Failures
	Address func(*http.Request) string // of the sender
	Limit   int
	Window  time.Duration
	Now     func() time.Time

	busyUntil atomic.Int64 // in ns: from then on no pair waits, and success takes no lock

	mu    sync.Mutex
	pairs map[string]pair
}

// pair is the failures of one client at one address.
type pair struct {
	count int
	until time.Time
}

// Wait tells how long the pair must wait; mostly zero.
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

// Count counts a failure. Without Redis this replica's own count must do: a
// client whose secret is wrong is told so, also then.
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

// note counts one more, or what the replicas counted together.
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

// makeRoom drops what is over and, if that is not enough, half of the rest.
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

// whom names the pair without naming it.
func (g *Guesses) whom(r *http.Request, clientID string) string {
	return oauth.Hash(clientID + "\x00" + addressgroup.Of(g.Address(r)))
}
