package revocationfeed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/internal/endpoint"
	"quartet.example/shared/jose"
	"quartet.example/shared/securityevent"
)

var (
	errNothingYet = errors.New("the feed of revoked tokens has not been read yet")
	errSilent     = errors.New("the feed of revoked tokens is silent")
	errFull       = errors.New("the feed of revoked tokens says more than max-entries leaves room for")
)

// Feed knows which tokens were revoked. It is a bearer.Revocation, and safe for
// concurrent use.
type Feed struct {
	cfg      Config
	endpoint *endpoint.Endpoint
	keys     *jose.Remote
	kind     jose.Kind // of security event tokens
	revoked  *set
	pace     *rate.Limiter // of polls that are answered with nothing
	next     securityevent.Poll

	heard    atomic.Int64  // when the last good answer came, in ns; at first, when we started
	caughtUp chan struct{} // closed when all that was revoked before we started is known
	events   atomic.Int64
	failure  atomic.Pointer[error] // why the last poll failed
	failing  atomic.Bool

	stop context.CancelFunc
	done sync.WaitGroup
}

var _ bearer.Revocation = (*Feed)(nil)

// Revoked reports whether the token, its grant, or a token that it was exchanged from was
// revoked. It reports false for tokens of other issuers. At the start it waits shortly for
// the feed to be read. It returns an error if this is not known: the feed has not been
// read yet, it is silent and the policy is Refuse, or more was revoked than fits into
// memory.
func (f *Feed) Revoked(ctx context.Context, t *bearer.Token) (bool, error) {
	if t.Claims.Issuer != f.cfg.Issuer {
		return false, nil
	}
	if !f.isCaughtUp() {
		f.await(ctx)
	}
	if f.revoked.has(t.Claims) {
		return true, nil
	}
	return false, f.trusted()
}

// atStart is how long a request waits for the feed to be read.
const atStart = 2 * time.Second

// await waits until the feed was read to its end, unless it is known to fail.
func (f *Feed) await(ctx context.Context) {
	if f.failing.Load() {
		return
	}
	timer := time.NewTimer(atStart)
	defer timer.Stop()
	select {
	case <-f.caughtUp:
	case <-ctx.Done():
	case <-timer.C:
	}
}

func (f *Feed) isCaughtUp() bool {
	select {
	case <-f.caughtUp:
		return true
	default:
		return false
	}
}

// Ready returns nil if Revoked answers, else why not.
func (f *Feed) Ready(context.Context) error { return f.trusted() }

// trusted tells whether a token that is not in the set may be taken.
func (f *Feed) trusted() error {
	status := f.Status()
	switch silent := status.Silent; {
	case status.Full: // a revoked token is missing in memory: refuse, whatever the policy
		return errFull
	case silent && f.cfg.WhenSilent == Accept:
		return nil
	case silent:
		return fmt.Errorf("%w: %w", errSilent, *f.failure.Load())
	case !f.isCaughtUp():
		return *f.failure.Load()
	}
	return nil
}

// Status is how the feed is doing, for metrics.
type Status struct {
	CaughtUp bool          // it was read to its end once
	Silent   bool          // for longer than MaxSilence
	Full     bool          // something revoked that still matters did not fit into memory
	Silence  time.Duration // since the last good answer
	Entries  int           // revoked tokens and grants in memory
	Events   int64         // taken since the start
}

// Status tells how the feed is doing.
func (f *Feed) Status() Status {
	now := f.cfg.Now()
	entries, complete := f.revoked.size(now)
	silence := now.Sub(time.Unix(0, f.heard.Load()))
	return Status{
		CaughtUp: f.isCaughtUp(), Silent: silence > f.cfg.MaxSilence, Full: !complete, Silence: max(silence, 0),
		Entries: entries, Events: f.events.Load(),
	}
}

// Close ends the following, at once. Its error is always nil.
func (f *Feed) Close() error {
	f.stop()
	f.done.Wait()
	f.keys.Close()
	return nil
}
