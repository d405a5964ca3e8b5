package keys

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/seal"
	"quartet.example/shared/web"
)

// The algorithm of access tokens, and that of ID tokens unless the client registered for
// another (RFC 8725 §3.2).
const (
	accessTokenAlg = "ES256"
	defaultIDAlg   = "RS256" // OIDC Core §2, §15.1
)

// Algorithms are those for which a Ring has a key.
func Algorithms() []string { return []string{"RS256", "ES256", "EdDSA"} }

// Names are the names of these algorithms for which a client may register: EdDSA on Ed25519
// has two names (RFC 9864 §2.2).
func Names() []string { return append(Algorithms(), jose.Ed25519) }

// Store keeps the keys.
type Store interface {
	// FindKeys returns all keys and the version of this set.
	FindKeys(ctx context.Context) (keys []core.SigningKey, version int64, err error)
	// ReplaceKeys replaces the keys of this version. It reports false, and changes nothing, if
	// the version is no longer the current one.
	ReplaceKeys(ctx context.Context, version int64, keys []core.SigningKey) (bool, error)
}

// Generate makes a key pair for one of Algorithms, whose ID is its thumbprint (RFC 7638).
type Generate func(alg string) (jose.SigningKey, error)

// Options of a Ring. All but Rotation, Generate and RSAOnDemand are required.
type Options struct {
	Store    Store
	Box      *seal.Box // encrypts private keys
	Now      func() time.Time
	Rotation time.Duration // how long a key signs; 0 means until an operator rotates it
	Overlap  time.Duration // how long it verifies after that: longer than the lifetime of any token
	Generate Generate      // nil: a random key

	RSAOnDemand bool // Refresh does not generate the first RSA key, only a request that needs it
}

// Ring is the signing keys of this server. Reading a key takes no lock.
type Ring struct {
	Options
	keys atomic.Pointer[snapshot]
	mu   sync.Mutex // held while keys change
}

// snapshot is the keys at one time. It is never changed.
type snapshot struct {
	stored  []core.SigningKey
	byID    map[string]jose.SigningKey
	current map[string]jose.SigningKey // by algorithm
	jwks    web.Document

	outdated []byte // the JWK Set of before the last rotation, nil if there was none
}

// New opens the keys in the store, and generates those that are missing, except the RSA key: Refresh
// generates it, or a request that needs it sooner. With Options.Generate it generates that key, too. New
// returns an error if the store cannot be reached, or if the keys were sealed with another seal key.
func New(ctx context.Context, o Options) (*Ring, error) {
	r, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if o.Generate != nil && !o.RSAOnDemand { // nothing may draw random numbers in the background: the order would differ from run to run
		return r, r.generateMissing(ctx, Algorithms()...)
	}
	return r, r.generateMissing(ctx, "ES256", "EdDSA")
}

// Open opens the keys in the store and generates none. The command for operators uses it.
func Open(ctx context.Context, o Options) (*Ring, error) {
	r := &Ring{Options: o}
	stored, _, err := o.Store.FindKeys(ctx)
	if err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	return r, r.adopt(stored)
}

// generateMissing generates keys for those of the algorithms that have no current key.
func (r *Ring) generateMissing(ctx context.Context, algorithms ...string) error {
	has := r.keys.Load().current
	if !slices.ContainsFunc(algorithms, func(alg string) bool { _, ok := has[alg]; return !ok }) {
		return nil
	}
	return r.change(ctx, func(stored set) (set, error) {
		return r.follow(ctx, stored, slices.DeleteFunc(slices.Clone(algorithms), func(alg string) bool {
			return stored.of(alg, core.KeyCurrent) != nil
		})...)
	})
}

// adopt opens the stored keys and uses them from now on.
func (r *Ring) adopt(stored []core.SigningKey) error {
	before := r.keys.Load()
	if before != nil && slices.Equal(before.stored, stored) {
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
	body, err := publicSet(s.byID)
	if err != nil {
		return err
	}
	s.jwks = web.NewDocument("application/jwk-set+json", body, maxAge) // RFC 7517 §8.5.2
	if s.outdated, err = s.replaced(before); err != nil {
		return err
	}
	r.keys.Store(s)
	return nil
}
