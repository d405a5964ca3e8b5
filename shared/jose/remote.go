package jose

import (
	"context"
	"crypto"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

const (
	unknownEvery   = 10 * time.Second // between fetches that unknown key ids cause
	unknownWait    = time.Second      // how long a request waits for such a fetch
	fetchTimeout   = 3 * time.Second
	firstRetry     = 50 * time.Millisecond // while the issuer is away; doubles up to
	lastRetry      = 5 * time.Second
	defaultRefresh = 5 * time.Minute
)

var errNotFetched = errors.New("the keys have not been fetched yet")

// RemoteOptions say where keys come from. Name, Fetch and Now are required.
type RemoteOptions struct {
	Name    string                                 // whose keys they are, for the log
	Fetch   func(ctx context.Context) (Set, error) // gets the current set; ctx ends after 3 s
	Refresh time.Duration                          // how often keys are fetched; 0 means 5 min. A withdrawn key lives that long, or for Set.MaxAge
	Stale   time.Duration                          // how long the last set serves while fetching fails; 0 means as long as it takes
	Now     func() time.Time
	Log     *slog.Logger // nil: nothing is logged
}

// Remote is a key set that is fetched: in the background after KeepFresh, else by Find when
// the set is older than Refresh. A key id that is not known causes a fetch, once in 10 s.
// It is safe for concurrent use.
type Remote struct {
	opts    RemoteOptions
	set     atomic.Pointer[fetched]
	failure atomic.Pointer[error] // why the last fetch failed
	flight  singleflight.Group
	unknown *rate.Limiter
	kept    atomic.Bool  // by KeepFresh
	retryAt atomic.Int64 // without KeepFresh: no fetch before this, in ns
	skipped atomic.Pointer[string]

	// generation counts the times that a key was withdrawn.
	generation atomic.Uint64

	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

// fetched is a set, and when it was fetched.
type fetched struct {
	Set
	at time.Time
}

var _ Keys = (*Remote)(nil)

// NewRemote makes a Remote that has not fetched anything yet.
func NewRemote(o RemoteOptions) *Remote {
	if o.Refresh == 0 {
		o.Refresh = defaultRefresh
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &Remote{opts: o, unknown: rate.NewLimiter(rate.Every(unknownEvery), 1)}
	r.failure.Store(&errNotFetched)
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// KeepFresh fetches in the background from now on, until Close. Find then fetches for
// unknown key ids only.
func (r *Remote) KeepFresh() {
	if !r.kept.Swap(true) {
		r.done.Go(r.keepFresh)
	}
}

// Close ends the fetching.
func (r *Remote) Close() {
	r.stop()
	r.done.Wait()
}

// Ready returns nil while there is a key that can verify a token; else an ErrNoKeys with
// the reason. Without a key no token can be told to be good or bad.
func (r *Remote) Ready() error {
	if len(r.current().Keys) > 0 {
		return nil
	}
	return noKeysError{*r.failure.Load()}
}

// noKeysError is an ErrNoKeys that reads as its cause.
type noKeysError struct{ cause error }

func (e noKeysError) Error() string   { return e.cause.Error() }
func (e noKeysError) Unwrap() []error { return []error{ErrNoKeys, e.cause} }

// Generation counts the times that a key was withdrawn. What was verified under an earlier
// generation must be verified again.
func (r *Remote) Generation() uint64 { return r.generation.Load() }

// Find returns the key that the header names. A key that is not known is looked for at the
// issuer (rotation), within limits (a flood of made-up key ids). It returns ErrNoKeys if
// there is no key at all.
func (r *Remote) Find(ctx context.Context, h Header) (crypto.PublicKey, error) {
	if !r.kept.Load() {
		r.refreshIfDue(ctx)
	}
	set := r.current()
	key, err := set.Find(ctx, h)
	if err != nil && r.mayHave(set, h) {
		key, err = r.hurry(ctx, h)
	}
	if err != nil && len(r.current().Keys) == 0 {
		return nil, r.Ready()
	}
	return key, err
}

// mayHave reports whether a fetch now could find a key that the set does not have: one of a
// new name, or the first one, whose fetch KeepFresh may just have begun.
func (r *Remote) mayHave(set Set, h Header) bool {
	if len(set.Keys) == 0 {
		return r.kept.Load()
	}
	return h.KeyID != ""
}

// hurry fetches the keys because of one that is not known, unless that was tried just now,
// and does not wait long for it.
func (r *Remote) hurry(ctx context.Context, h Header) (crypto.PublicKey, error) {
	done := r.flight.DoChan("", func() (any, error) {
		if !r.unknown.AllowN(r.opts.Now(), 1) {
			return nil, ErrTooSoon
		}
		return nil, r.fetch(ctx)
	})
	var failure error
	select {
	case result := <-done:
		failure = result.Err
	case <-ctx.Done():
	case <-time.After(unknownWait):
	}
	key, err := r.current().Find(ctx, h)
	if err != nil {
		return nil, errors.Join(err, failure)
	}
	return key, nil
}

// current is the last set, unless it is too old to be believed.
func (r *Remote) current() Set {
	set := r.set.Load()
	if set == nil || r.opts.Stale > 0 && r.opts.Now().Sub(set.at) > r.opts.Stale {
		return Set{}
	}
	return set.Set
}
