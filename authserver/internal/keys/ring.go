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

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/seal"
)

// The algorithms (RFC 8725 §3.2): access tokens have ES256, ID tokens what the
// client registered for.
const (
	accessTokenAlg = "ES256"
	defaultIDAlg   = "RS256" // OIDC Core §2, §15.1
)

// Algorithms are all that a Ring has a key for.
func Algorithms() []string { return []string{"RS256", "ES256", "EdDSA"} }

// Names are all names of those algorithms that a client may register for: EdDSA on
// Ed25519 has two (RFC 9864 §2.2).
func Names() []string { return append(Algorithms(), jose.Ed25519) }

// Store is where the keys rest.
type Store interface {
	// FindKeys returns all keys and the version of the whole.
	FindKeys(ctx context.Context) (keys []core.SigningKey, version int64, err error)
	// ReplaceKeys puts the keys in the place of those of that version. It reports
	// false, with nothing changed, if another caller was first.
	ReplaceKeys(ctx context.Context, version int64, keys []core.SigningKey) (bool, error)
}

// Options are what a Ring needs.
type Options struct {
	Store    Store
	Box      *seal.Box // seals private keys
	Now      func() time.Time
	Log      *slog.Logger
	Rotation time.Duration // for how long a key signs; 0 for until somebody says otherwise
	Overlap  time.Duration // for how long it verifies after that: longer than any token lives
}

// Ring signs and verifies. Reading it takes no lock.
type Ring struct {
	Options
	keys     atomic.Pointer[snapshot]
	mu       sync.Mutex     // held while keys change
	pending  sync.WaitGroup // the making of the RSA key
	finished context.CancelFunc
}

// snapshot is the keys at one time; it never changes.
type snapshot struct {
	stored  []core.SigningKey
	byID    map[string]jose.SigningKey
	current map[string]jose.SigningKey // by algorithm
	jwks    document
}

// New opens the keys of the store, and makes those that are missing. It fails
// if the store is away, or if the keys were sealed with another seal key.
func New(ctx context.Context, o Options) (*Ring, error) {
	r, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := r.complete(ctx, "ES256", "EdDSA"); err != nil {
		return nil, err
	}
	r.completeLater()
	return r, nil
}

// Open opens the keys of the store and makes none: to look after them.
func Open(ctx context.Context, o Options) (*Ring, error) {
	r := &Ring{Options: o, finished: func() {}}
	stored, _, err := o.Store.FindKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	return r, r.adopt(stored)
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

// complete makes the keys of the algorithms that have none.
func (r *Ring) complete(ctx context.Context, algorithms ...string) error {
	has := r.keys.Load().current
	if !slices.ContainsFunc(algorithms, func(alg string) bool { _, ok := has[alg]; return !ok }) {
		return nil
	}
	return r.change(ctx, func(stored set) (set, error) {
		return r.follow(stored, slices.DeleteFunc(slices.Clone(algorithms), func(alg string) bool {
			return stored.of(alg, core.KeyCurrent) != nil
		})...)
	})
}

// adopt makes the stored keys the ones in use.
func (r *Ring) adopt(stored []core.SigningKey) error {
	if before := r.keys.Load(); before != nil && slices.Equal(before.stored, stored) {
		return nil
	}
	s := &snapshot{stored: stored, byID: make(map[string]jose.SigningKey), current: make(map[string]jose.SigningKey)}
	for _, k := range stored {
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
