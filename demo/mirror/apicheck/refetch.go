package apicheck

import (
	"context"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// acceptsSoon waits until the API accepts a token of the key. It tries again and again, because an API
// may fetch the set for an unknown kid only every few seconds.
func (r *run) acceptsSoon(ctx context.Context, key jose.SigningKey) bool {
	return r.await(ctx, func() bool {
		f := &forger{run: r}
		e, err := r.send(ctx, attempt{name: "a token of a new key", token: f.signed(key, nil, nil)})
		return err == nil && f.err == nil && e.accepted()
	})
}

// await calls done until it returns true, at most for Patience.
func (r *run) await(ctx context.Context, done func() bool) bool {
	told := false
	return r.until(ctx, r.Patience, func() bool {
		if done() {
			return true
		}
		if !told {
			r.tell("       waiting until the API fetches the keys of the issuer again, at most %s", r.Patience)
		}
		told = true
		return false
	})
}

// fetched sends tokens with unknown kids until the API has fetched the key set once more.
func (r *run) fetched(ctx context.Context) error {
	before := r.issuer.fetches.Load()
	done := r.await(ctx, func() bool {
		f := &forger{run: r}
		_, _ = r.send(ctx, attempt{name: "an unknown kid", token: f.signed(r.foreign, object{"kid": oauth.NewSecret()}, nil)})
		return r.issuer.fetches.Load() > before
	})
	return need(done, "the API has not fetched the key set for "+r.Patience.String())
}

// restore publishes the usual keys. If the API has lost them, it waits until the API has them again.
func (r *run) restore(ctx context.Context) {
	members, err := r.members(r.key, r.second)
	if err == nil {
		r.issuer.publish(members...)
		r.acceptsSoon(ctx, r.key)
	}
}
