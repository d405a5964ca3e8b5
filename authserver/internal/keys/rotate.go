package keys

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"quartet.example/authserver/internal/core"
)

// ErrUnknownKey says that no key has this kid.
var ErrUnknownKey = errors.New("there is no signing key of that kid")

// attempts bounds how often a change is planned again because of changes by other replicas.
const attempts = 100

// change reads the stored keys, plans a change and makes it. If another replica changed the
// keys meanwhile, it starts again. A plan must not change its argument.
func (r *Ring) change(ctx context.Context, plan func(set) (set, error)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for range attempts {
		stored, version, err := r.Store.FindKeys(ctx)
		if err != nil {
			return fmt.Errorf("signing keys: %w", err)
		}
		planned, err := plan(stored)
		if err != nil {
			return err
		}
		if slices.Equal(planned, stored) {
			return r.adopt(stored)
		}
		won, err := r.Store.ReplaceKeys(ctx, version, planned)
		if err != nil {
			return fmt.Errorf("signing keys: %w", err)
		}
		if won {
			return r.adopt(planned)
		}
	}
	return errors.New("signing keys: other replicas keep changing them")
}

// Refresh adopts the changes of other replicas, and makes those whose time has come. Without
// changes it is one read of the store. If Redis has lost the keys, Refresh generates new ones:
// a server without keys cannot issue tokens.
func (r *Ring) Refresh(ctx context.Context) error {
	return r.change(ctx, func(stored set) (set, error) {
		now := r.Now().UTC()
		settled := stored.settle(now, r.Overlap)
		missing := slices.DeleteFunc(settled.missing(), func(alg string) bool { return r.RSAOnDemand && alg == defaultIDAlg })
		return r.follow(ctx, settled, append(missing, settled.due(now, r.Rotation)...)...)
	})
}

// Rotate generates a next key for each algorithm, which signs after PublishAhead. An algorithm
// that has a next key keeps it, so that several rotations at the same time count as one.
func (r *Ring) Rotate(ctx context.Context) error {
	return r.change(ctx, func(stored set) (set, error) {
		return r.follow(ctx, stored.settle(r.Now().UTC(), r.Overlap), Algorithms()...)
	})
}

// RotateNow is Rotate, but the new keys sign at once. Verifiers that cached the JWK Set fetch it again when
// they see a kid that they do not know; so this is for tests, and not for production. Of each algorithm
// the last MaxRetired keys verify; an older one is removed although its tokens have not expired.
func (r *Ring) RotateNow(ctx context.Context) error {
	return r.change(ctx, func(stored set) (set, error) {
		now := r.Now().UTC()
		// One less than MaxRetired: the current keys retire below. Chosen by age now, they could be forgotten
		// at once by a clock that stands still.
		followed, err := r.follow(ctx, stored.settle(now, r.Overlap).forget(MaxRetired-1), Algorithms()...)
		for i := range followed {
			if followed[i].State == core.KeyNext {
				followed[i].NotBefore = now
			}
		}
		return followed.settle(now, r.Overlap), err
	})
}

// follow adds a next key for each of the algorithms, or a current key if it has none.
func (r *Ring) follow(ctx context.Context, s set, algorithms ...string) (set, error) {
	followed := slices.Clone(s)
	for _, alg := range algorithms {
		state, from := core.KeyCurrent, r.Now().UTC()
		if followed.of(alg, core.KeyCurrent) != nil {
			state, from = core.KeyNext, from.Add(PublishAhead)
		}
		if followed.of(alg, state) != nil {
			continue
		}
		k, err := r.sealed(ctx, alg)
		if err != nil {
			return nil, err
		}
		k.State, k.NotBefore = state, from
		followed = append(followed, k)
	}
	return followed, nil
}

// Retire removes a key without invalidating tokens, or returns ErrUnknownKey. A next key has
// signed nothing and is removed at once. The current key gets a next key; it is retired when
// that one signs, and removed when its last token has expired. A retired key needs no change.
func (r *Ring) Retire(ctx context.Context, kid string) error {
	return r.change(ctx, func(stored set) (set, error) {
		k := stored.find(kid)
		switch {
		case k == nil:
			return nil, ErrUnknownKey
		case k.State == core.KeyNext:
			return stored.without(kid), nil
		case k.State == core.KeyCurrent:
			return r.follow(ctx, stored, k.Algorithm)
		}
		return stored, nil
	})
}

// RetireNow removes a key at once, which invalidates every token that it signed: for a key
// that leaked. If it was the current key, the next key signs, or a new one.
func (r *Ring) RetireNow(ctx context.Context, kid string) error {
	return r.change(ctx, func(stored set) (set, error) {
		k := stored.find(kid)
		if k == nil {
			return nil, ErrUnknownKey
		}
		left := stored.without(kid).settle(r.Now().UTC(), r.Overlap)
		if k.State != core.KeyCurrent {
			return left, nil
		}
		if left.of(k.Algorithm, core.KeyCurrent) != nil {
			return left, nil
		}
		return r.follow(ctx, left, k.Algorithm)
	})
}

// List returns all keys in the store, by algorithm and age.
func (r *Ring) List() []core.SigningKey { return r.keys.Load().stored }
