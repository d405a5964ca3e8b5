package bearer

import (
	"context"
	"crypto"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

const (
	unknownEvery = 10 * time.Second // between fetches that unknown key ids cause
	unknownWait  = time.Second      // how long a request waits for such a fetch
	fetchTimeout = 3 * time.Second
	firstRetry   = 50 * time.Millisecond // while the issuer is away; doubles up to
	lastRetry    = 5 * time.Second
	maxKeyID     = 256
)

var (
	errNoKeysYet  = errors.New("the keys have not been fetched yet")
	errKeyID      = errors.New("kid is not a string of at most 256 bytes") // RFC 7515 §4.1.4
	errUnknownKey = errors.New("the issuer publishes no such key for this algorithm")
)

// keys are those of one issuer. A goroutine fetches them until it succeeds, then
// now and then; a key id that is not known hurries it, within limits.
type keys struct {
	issuer  Issuer
	cfg     Config
	set     atomic.Pointer[keySet]
	failure atomic.Pointer[error] // why the last fetch failed
	flight  singleflight.Group
	unknown *rate.Limiter
	uri     atomic.Pointer[string] // where discovery found them

	// generation counts the times that a key was withdrawn: what was verified
	// before one must be verified again.
	generation atomic.Uint64

	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

func startKeys(issuer Issuer, cfg Config) *keys {
	k := &keys{issuer: issuer, cfg: cfg, unknown: rate.NewLimiter(rate.Every(unknownEvery), 1)}
	k.failure.Store(&errNoKeysYet)
	k.ctx, k.stop = context.WithCancel(context.Background())
	k.done.Go(k.keepFresh)
	return k
}

func (k *keys) close() {
	k.stop()
	k.done.Wait()
}

// ready is nil from the first successful fetch on.
func (k *keys) ready() error {
	if k.set.Load() != nil {
		return nil
	}
	return *k.failure.Load()
}

// keepFresh fetches every KeyRefresh, and after a failure sooner.
func (k *keys) keepFresh() {
	retry := firstRetry
	for k.ctx.Err() == nil {
		wait := k.cfg.KeyRefresh
		if err := k.refresh(); err != nil {
			k.cfg.Log.Warn("keys of the issuer not fetched", "issuer", k.issuer.URL, "cause", err)
			wait = min(retry, k.cfg.KeyRefresh)
			retry = min(2*retry, lastRetry)
		} else {
			retry = firstRetry
		}
		select {
		case <-k.ctx.Done():
		case <-time.After(wait):
		}
	}
}

// refresh fetches the keys; callers at the same time share one fetch.
func (k *keys) refresh() error {
	_, err, _ := k.flight.Do("", func() (any, error) { return nil, k.fetch() })
	return err
}

func (k *keys) fetch() error {
	ctx, cancel := context.WithTimeout(k.ctx, fetchTimeout)
	defer cancel()
	err := k.fetchFrom(ctx)
	if err != nil {
		k.failure.Store(&err)
	}
	return err
}

func (k *keys) fetchFrom(ctx context.Context) error {
	uri, err := k.jwksURI(ctx)
	if err != nil {
		return err
	}
	set, err := fetchKeys(ctx, k.cfg.HTTP, uri)
	if err != nil {
		k.uri.Store(nil) // they may have moved: discover them again
		return err
	}
	k.replace(set)
	return nil
}

// jwksURI is the configured one, or the discovered one.
func (k *keys) jwksURI(ctx context.Context) (string, error) {
	if k.issuer.JWKSURI != "" {
		return k.issuer.JWKSURI, nil
	}
	if known := k.uri.Load(); known != nil {
		return *known, nil
	}
	uri, err := discover(ctx, k.cfg.HTTP, k.issuer.URL)
	if err != nil {
		return "", err
	}
	k.uri.Store(&uri)
	return uri, nil
}

// replace takes over what was fetched. A key that has gone was withdrawn: what
// it signed is not valid any more. The set is swapped first, so that no token
// is verified by the old one under the new generation.
func (k *keys) replace(set keySet) {
	old := k.set.Swap(&set)
	if old != nil && !set.keepsAll(*old) {
		k.generation.Add(1)
	}
}

// find is the jwt.Keyfunc: it looks at kid and alg of the header, and at no
// other member (RFC 8725 §3.10).
func (k *keys) find(t *jwt.Token) (any, error) {
	alg := t.Method.Alg()
	said, has := t.Header["kid"]
	if !has {
		if key, ok := k.current().only(alg); ok {
			return key, nil
		}
		return nil, errUnknownKey
	}
	kid, ok := said.(string)
	if !ok || kid == "" || len(kid) > maxKeyID {
		return nil, errKeyID
	}
	if key, ok := k.current().find(kid, alg); ok {
		return key, nil
	}
	return k.hurry(kid, alg)
}

// hurry fetches the keys because of one that is not known (rotation), unless
// that was tried just now (an attack), and does not wait long for it.
func (k *keys) hurry(kid, alg string) (crypto.PublicKey, error) {
	fetched := k.flight.DoChan("", func() (any, error) {
		if !k.unknown.AllowN(k.cfg.Now(), 1) {
			return nil, errUnknownKey
		}
		return nil, k.fetch()
	})
	select {
	case <-fetched:
	case <-time.After(unknownWait):
	}
	if key, ok := k.current().find(kid, alg); ok {
		return key, nil
	}
	return nil, errUnknownKey
}

func (k *keys) current() keySet {
	if set := k.set.Load(); set != nil {
		return *set
	}
	return nil
}
