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

	"quartet.example/shared/patience"
)

const (
	unknownEvery   = 10 * time.Second // between fetches because of unknown key IDs
	unknownWait    = time.Second      // how long a request waits for such a fetch
	fetchTimeout   = 3 * time.Second
	firstRetry     = 50 * time.Millisecond // after the first failure; doubles up to lastRetry
	lastRetry      = 5 * time.Second
	defaultRefresh = 5 * time.Minute
)

var errNotFetched = errors.New("the keys have not been fetched yet")

// RemoteOptions are the settings of a Remote. Name, Fetch and Now are required.
type RemoteOptions struct {
	Name    string                                 // owner of the keys, for the log
	Fetch   func(ctx context.Context) (Set, error) // fetches the current set; ctx ends after 3 s
	Refresh time.Duration                          // maximum time between fetches; 0: 5 min. A withdrawn key is accepted for that long, or for Set.MaxAge if that is shorter
	Stale   time.Duration                          // how long the last set is used while fetches fail; 0: without limit
	Now     func() time.Time
	Log     *slog.Logger // nil: no log
}

// Remote is a key set that is fetched from its owner: in the background after KeepFresh, otherwise
// by Find when the set is older than Refresh. An unknown key ID causes a fetch, at most every 10 s.
// It is safe for concurrent use.
type Remote struct {
	opts    RemoteOptions
	set     atomic.Pointer[fetched]
	failure atomic.Pointer[error] // error of the last fetch that failed
	flight  singleflight.Group
	unknown *rate.Limiter
	kept    atomic.Bool  // KeepFresh was called
	retryAt atomic.Int64 // without KeepFresh: time of the next allowed fetch after a failure, in ns
	skipped atomic.Pointer[string]

	// generation is increased when a key is withdrawn.
	generation atomic.Uint64

	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

// fetched is a set and the time when it was fetched.
type fetched struct {
	Set
	at time.Time
}

var _ Keys = (*Remote)(nil)

// NewRemote makes a Remote. It fetches nothing yet.
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

// KeepFresh starts to fetch in the background until Close. Find then fetches only for unknown key
// IDs.
func (r *Remote) KeepFresh() {
	if !r.kept.Swap(true) {
		r.done.Go(r.keepFresh)
	}
}

// Close stops fetching, and waits for the background goroutine.
func (r *Remote) Close() {
	r.stop()
	r.done.Wait()
}

// Ready returns nil while the set has a key. Otherwise it returns an ErrNoKeys with the reason: no
// token can be verified.
func (r *Remote) Ready() error {
	if len(r.current().Keys) > 0 {
		return nil
	}
	return r.noKeys()
}

func (r *Remote) noKeys() error { return noKeysError{*r.failure.Load()} }

// noKeysError is an ErrNoKeys with the text of its cause.
type noKeysError struct{ cause error }

func (e noKeysError) Error() string   { return e.cause.Error() }
func (e noKeysError) Unwrap() []error { return []error{ErrNoKeys, e.cause} }

// Generation returns a number that increases when a key is withdrawn. A token that was verified in
// an earlier generation must be verified again.
func (r *Remote) Generation() uint64 { return r.generation.Load() }

// Find returns the key that the header names. An unknown key may be a new one after a rotation, so
// Find fetches the set; an attacker may send many made-up key IDs, so it does that at most every 10
// s. It returns ErrNoKeys if the set has no key at all.
func (r *Remote) Find(ctx context.Context, h Header) (crypto.PublicKey, error) {
	if !r.kept.Load() {
		r.refreshIfDue(ctx)
	}
	set := r.current()
	key, err := set.Find(ctx, h)
	if err != nil && r.mayHave(set, h) {
		failure := r.FetchNow(ctx)
		set = r.current()
		if key, err = set.Find(ctx, h); err != nil {
			err = errors.Join(err, failure)
		}
	}
	if err != nil && len(set.Keys) == 0 {
		return nil, r.noKeys()
	}
	return key, err
}

// mayHave reports whether a fetch could find the key: if its ID is unknown, or if the first fetch,
// which KeepFresh started, has not finished.
func (r *Remote) mayHave(set Set, h Header) bool {
	if len(set.Keys) == 0 {
		return r.kept.Load()
	}
	return h.KeyID != ""
}

// FetchNow fetches the set because of a token that it cannot verify. If that was done a moment ago it
// fetches nothing, and returns ErrTooSoon. It waits at most unknownWait, and longer in step mode.
func (r *Remote) FetchNow(ctx context.Context) error {
	done := r.flight.DoChan("", func() (any, error) {
		if !r.unknown.AllowN(r.opts.Now(), 1) {
			return nil, ErrTooSoon
		}
		return nil, r.fetch(ctx)
	})
	select {
	case result := <-done:
		return result.Err
	case <-ctx.Done():
	case <-time.After(patience.Wait(ctx, unknownWait)):
	}
	return nil
}

// current returns the last set, or an empty set if the last one is older than Stale.
func (r *Remote) current() Set {
	set := r.set.Load()
	if set == nil || r.opts.Stale > 0 && r.opts.Now().Sub(set.at) > r.opts.Stale {
		return Set{}
	}
	return set.Set
}

// Held returns the set that Find uses, and when it was fetched: an empty set and the zero time if there
// is none. The caller must not change it.
func (r *Remote) Held() (Set, time.Time) {
	set := r.set.Load()
	if set == nil {
		return Set{}, time.Time{}
	}
	return r.current(), set.at
}
