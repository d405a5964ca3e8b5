package keys

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/seal"
)

// The algorithms (RFC 8725 §3.2): access tokens have ES256, ID tokens what the
// client registered for.
const (
	accessTokenAlg = "ES256"
	defaultIDAlg   = "RS256" // OIDC Core §2, §15.1
)

// Algorithms are all that a Ring signs with.
func Algorithms() []string { return []string{"RS256", "ES256", "EdDSA"} }

// Store is where the keys rest.
type Store interface {
	// FindKeys returns all keys, in a stable order.
	FindKeys(ctx context.Context) ([]core.SigningKey, error)
	// PublishKeys adds the candidates whose algorithm has no current key yet,
	// and returns all keys: over all replicas one candidate of each wins.
	PublishKeys(ctx context.Context, candidates []core.SigningKey) ([]core.SigningKey, error)
}

// Options are what a Ring needs.
type Options struct {
	Store Store
	Box   *seal.Box // seals private keys
	Now   func() time.Time
	Log   *slog.Logger
}

// Ring signs and verifies. Reading it takes no lock.
type Ring struct {
	Options
	keys     atomic.Pointer[snapshot]
	mu       sync.Mutex     // held while keys are made
	pending  sync.WaitGroup // the making of the RSA key
	finished context.CancelFunc
}

// snapshot is the keys at one time; it never changes.
type snapshot struct {
	byID    map[string]accesstoken.Key
	current map[string]accesstoken.Key // by algorithm
	jwks    document
}

// New opens the keys of the store, and makes those that are missing. It fails
// if the store is away, or if the keys were sealed with another seal key.
func New(ctx context.Context, o Options) (*Ring, error) {
	r := &Ring{Options: o, finished: func() {}}
	stored, err := o.Store.FindKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	if err := r.adopt(stored); err != nil {
		return nil, err
	}
	if err := r.complete(ctx, "ES256", "EdDSA"); err != nil {
		return nil, err
	}
	r.completeLater()
	return r, nil
}

// completeLater makes the keys that take long. If that fails, whoever needs
// one tries again.
func (r *Ring) completeLater() {
	ctx, cancel := context.WithCancel(context.Background())
	r.finished = cancel
	r.pending.Go(func() {
		if err := r.complete(ctx, Algorithms()...); err != nil && !errors.Is(err, context.Canceled) {
			r.Log.Error("signing keys are incomplete", "cause", err)
		}
	})
}

// Close waits for the making of keys to end.
func (r *Ring) Close() {
	r.finished()
	r.pending.Wait()
}

// complete makes the missing keys of the algorithms and publishes them.
func (r *Ring) complete(ctx context.Context, algorithms ...string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var candidates []core.SigningKey
	for _, alg := range algorithms {
		if _, has := r.keys.Load().current[alg]; has {
			continue
		}
		k, err := sealed(alg, r.Box, r.Now())
		if err != nil {
			return err
		}
		candidates = append(candidates, k)
	}
	if len(candidates) == 0 {
		return nil
	}
	published, err := r.Store.PublishKeys(ctx, candidates)
	if err != nil {
		return fmt.Errorf("publish signing keys: %w", err)
	}
	return r.adopt(published)
}

// adopt makes the stored keys the ones in use.
func (r *Ring) adopt(stored []core.SigningKey) error {
	s := &snapshot{byID: make(map[string]accesstoken.Key), current: make(map[string]accesstoken.Key)}
	for _, k := range stored {
		if !k.RetireAt.IsZero() && !r.Now().Before(k.RetireAt) {
			continue
		}
		key, err := open(k, r.Box)
		if err != nil {
			return err
		}
		s.byID[k.ID] = key
		if k.State == core.KeyCurrent {
			s.current[k.Algorithm] = key
		}
	}
	var err error
	if s.jwks, err = publicDocument(s.byID); err != nil {
		return err
	}
	r.keys.Store(s)
	return nil
}

// AccessTokenKey is the key that signs access tokens (RFC 9068 §2.1).
func (r *Ring) AccessTokenKey() accesstoken.Key { return r.keys.Load().current[accessTokenAlg] }

// IDTokenKey is the key that signs ID tokens of the algorithm; "" is RS256
// (OIDC Core §2). It waits for a key that is still being made.
func (r *Ring) IDTokenKey(alg string) (accesstoken.Key, error) {
	if alg == "" {
		alg = defaultIDAlg
	}
	if !slices.Contains(Algorithms(), alg) {
		return accesstoken.Key{}, fmt.Errorf("no key for algorithm %q", alg)
	}
	if key, has := r.keys.Load().current[alg]; has {
		return key, nil
	}
	if err := r.complete(context.Background(), alg); err != nil {
		return accesstoken.Key{}, err
	}
	return r.keys.Load().current[alg], nil
}

// Keyfunc finds the public key for a token of ours by its kid. It refuses a
// token whose alg is not the key's (RFC 8725 §3.1).
func (r *Ring) Keyfunc(t *jwt.Token) (any, error) {
	kid, _ := t.Header["kid"].(string)
	key, has := r.keys.Load().byID[kid]
	switch {
	case !has:
		return nil, errors.New("no signing key of that kid")
	case key.Method.Alg() != t.Method.Alg():
		return nil, errors.New("the signing key of that kid has another algorithm")
	}
	return key.Signer.Public(), nil
}
