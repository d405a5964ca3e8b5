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

// Feed is a bearer.Revocation. It is safe for concurrent use.
type Feed struct {
	cfg      Config
	endpoint *endpoint.Endpoint
	keys     *jose.Remote
	kind     jose.Kind // of security event tokens
	revoked  *set
	pace     *rate.Limiter // limits polls that are answered at once and without events
	next     securityevent.Poll

	heard    atomic.Int64  // time of the last good response in ns; at first, the start
	caughtUp chan struct{} // closed when everything that was revoked before the start is known
	events   atomic.Int64
	failure  atomic.Pointer[error] // error of the last poll that failed
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

// atStart is the maximum time that a request waits for the first reading of the feed.
const atStart = 2 * time.Second

// await waits until the whole feed was read. It returns at once if the last poll failed.
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

// Ready returns nil if Revoked can answer, otherwise the reason why it cannot.
func (f *Feed) Ready(context.Context) error { return f.trusted() }

// trusted returns nil if a token that is not known to be revoked may be accepted.
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

// Status is the state of the feed, for metrics.
type Status struct {
	CaughtUp bool          // the whole feed was read once
	Silent   bool          // no good response for longer than MaxSilence
	Full     bool          // a revocation that is still relevant did not fit into memory
	Silence  time.Duration // time since the last good response
	Entries  int           // revoked tokens and grants in memory
	Events   int64         // number of events since the start
}

// Status returns the state of the feed.
func (f *Feed) Status() Status {
	now := f.cfg.Now()
	entries, complete := f.revoked.size(now)
	silence := now.Sub(time.Unix(0, f.heard.Load()))
	return Status{
		CaughtUp: f.isCaughtUp(), Silent: silence > f.cfg.MaxSilence, Full: !complete, Silence: max(silence, 0),
		Entries: entries, Events: f.events.Load(),
	}
}

// Close stops reading the feed at once. Its error is always nil.
func (f *Feed) Close() error {
	f.stop()
	f.done.Wait()
	f.keys.Close()
	return nil
}
