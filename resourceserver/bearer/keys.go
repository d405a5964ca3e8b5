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
	errNoKeys     = errors.New("the issuer publishes no key that can verify a token")
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
	moved   atomic.Bool            // they were not there the last time

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

// ready is nil while there is a key that can verify a token, from the first successful
// fetch on. With a set of none, no token can be told to be good or bad.
func (k *keys) ready() error {
	if len(k.current()) > 0 {
		return nil
	}
	return *k.failure.Load()
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
