package keys

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"quartet.example/authserver/internal/core"
)

// ErrUnknownKey says that there is no key of that kid.
var ErrUnknownKey = errors.New("there is no signing key of that kid")

// attempts bound how often a change is planned anew because others were first.
const attempts = 100

// change plans a change of the stored keys, and makes it unless somebody else
// made another meanwhile: then it looks again. A plan must not change its
// argument.
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
	return errors.New("signing keys: others keep changing them")
}

// Refresh takes over what other replicas did, and does what has come due. It is
// one read of the store if there is nothing to do. If Redis has lost the keys,
// there are new ones: a server without keys could not answer at all.
func (r *Ring) Refresh(ctx context.Context) error {
	return r.change(ctx, func(stored set) (set, error) {
		now := r.Now().UTC()
		settled := stored.settle(now, r.Overlap)
		return r.follow(settled, append(settled.missing(), settled.due(now, r.Rotation)...)...)
	})
}

// Rotate gives each algorithm a next key, which signs after PublishAhead. An
// algorithm that has one already keeps it: of rotations at the same time one counts.
func (r *Ring) Rotate(ctx context.Context) error {
	return r.change(ctx, func(stored set) (set, error) {
		return r.follow(stored.settle(r.Now().UTC(), r.Overlap), Algorithms()...)
	})
}

// follow gives the algorithms a next key, or their first if there is none.
func (r *Ring) follow(s set, algorithms ...string) (set, error) {
	followed := slices.Clone(s)
	for _, alg := range algorithms {
		state, from := core.KeyCurrent, r.Now().UTC()
		if followed.of(alg, core.KeyCurrent) != nil {
			state, from = core.KeyNext, from.Add(PublishAhead)
		}
		if followed.of(alg, state) != nil {
			continue
		}
		k, err := sealed(alg, r.Box)
		if err != nil {
			return nil, err
		}
		k.State, k.NotBefore = state, from
		followed = append(followed, k)
	}
	return followed, nil
}

// Retire begins the end of a key, or returns ErrUnknownKey. A next key, which
// has not signed, goes at once; the current one gets a successor, and goes when
// its last token has expired; a retired one is on its way.
func (r *Ring) Retire(ctx context.Context, kid string) error {
	return r.change(ctx, func(stored set) (set, error) {
		k := stored.find(kid)
		switch {
		case k == nil:
			return nil, ErrUnknownKey
		case k.State == core.KeyNext:
			return stored.without(kid), nil
		case k.State == core.KeyCurrent:
			return r.follow(stored, k.Algorithm)
		}
		return stored, nil
	})
}

// RetireNow takes a key away at once, with every token that it signed: for a
// key that leaked. If it was the current one, the next one signs, or a new one.
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
		return r.follow(left, k.Algorithm)
	})
}

// List gives all keys as they rest in the store, by algorithm and age.
func (r *Ring) List() []core.SigningKey { return r.keys.Load().stored }
