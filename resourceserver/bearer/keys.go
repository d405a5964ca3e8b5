package bearer

import (
	"context"
	"crypto"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/MicahParks/jwkset"
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

// keys are those of the issuer. A goroutine fetches them until it succeeds, then
// now and then; a key id that is not known hurries it, within limits.
type keys struct {
	cfg     Config
	gone    func() // called when a key has disappeared
	set     atomic.Pointer[keySet]
	failure atomic.Pointer[error] // why the last fetch failed
	flight  singleflight.Group
	unknown *rate.Limiter
	uri     atomic.Pointer[string] // where discovery found them

	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

func startKeys(cfg Config, gone func()) *keys {
	k := &keys{cfg: cfg, gone: gone, unknown: rate.NewLimiter(rate.Every(unknownEvery), 1)}
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
			k.cfg.Log.Warn("keys of the issuer not fetched", "issuer", k.cfg.Issuer, "cause", err)
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
	// Without RefreshInterval this is one fetch, checked and parsed. The client of
	// jwkset would refresh by itself, but bounds that fetch by the time that a
	// request may wait for its turn.
	_, err = jwkset.NewStorageFromHTTP(uri, jwkset.HTTPClientStorageOptions{
		Client: k.cfg.HTTP, Ctx: ctx, HTTPTimeout: fetchTimeout,
		Storage: collector{jwkset.NewMemoryStorage(), k.replace},
	})
	return err
}

// jwksURI is the configured one, or the discovered one, found once.
func (k *keys) jwksURI(ctx context.Context) (string, error) {
	if k.cfg.JWKSURI != "" {
		return k.cfg.JWKSURI, nil
	}
	if known := k.uri.Load(); known != nil {
		return *known, nil
	}
	uri, err := discover(ctx, k.cfg.HTTP, k.cfg.Issuer)
	if err != nil {
		return "", err
	}
	k.uri.Store(&uri)
	return uri, nil
}

// replace takes over what was fetched. A key that has gone was withdrawn: what
// it signed is not valid any more.
func (k *keys) replace(all []jwkset.JWK) {
	set := newKeySet(all)
	old := k.set.Swap(&set)
	if old != nil && !set.keepsAll(*old) {
		k.gone()
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
