package keys_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/jose"
	"quartet.example/shared/redistest"
)

const overlap = 2 * time.Hour

// fleet is replicas that share a store and a clock.
type fleet struct {
	t     *testing.T
	clock *storetest.Clock
	store *redisstore.Store
}

func newFleet(t *testing.T) *fleet {
	store, clock := storetest.New(t)
	return &fleet{t, clock, store}
}

func (f *fleet) options(rotation time.Duration) keys.Options {
	return keys.Options{
		Store: f.store, Box: box("s"), Now: f.clock.Now, Overlap: overlap, Rotation: rotation,
	}
}

// replica starts one, with all its keys made.
func (f *fleet) replica(rotation time.Duration) *keys.Ring {
	f.t.Helper()
	r, err := keys.New(f.t.Context(), f.options(rotation))
	if err != nil {
		f.t.Fatal(err)
	}
	jwks(f.t, r)
	return r
}

func (f *fleet) refresh(rings ...*keys.Ring) {
	f.t.Helper()
	for _, r := range rings {
		if err := r.Refresh(f.t.Context()); err != nil {
			f.t.Fatal(err)
		}
	}
}

// life counts the keys of each state.
func life(r *keys.Ring) map[string]int {
	n := map[string]int{}
	for _, k := range r.List() {
		n[k.State]++
	}
	return n
}

func sign(t *testing.T, r *keys.Ring) string {
	t.Helper()
	return mint(t, r.AccessTokenKey())
}

func verifies(t *testing.T, r *keys.Ring, token string) bool {
	t.Helper()
	return verify(t, r, token) == nil
}

func TestRotation(t *testing.T) { // G-02, CD-16, CP-06
	f := newFleet(t)
	one, two := f.replica(0), f.replica(0)
	old, tag := sign(t, one), jwks(t, one).Header().Get("Etag")
	first := one.AccessTokenKey().ID
	if err := one.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.refresh(two)
	for name, r := range map[string]*keys.Ring{"one": one, "two": two} {
		if n := life(r); n[core.KeyNext] != 3 || n[core.KeyCurrent] != 3 {
			t.Errorf("replica %s: after the rotation there are %v", name, n)
		}
		if r.AccessTokenKey().ID != first {
			t.Errorf("replica %s signs with a key that verifiers have not seen", name)
		}
		if jwks(t, r).Header().Get("Etag") == tag {
			t.Errorf("replica %s: the key set changed, its ETag did not", name)
		}
	}
	f.clock.Forward(keys.PublishAhead - time.Second)
	f.refresh(one, two)
	if one.AccessTokenKey().ID != first {
		t.Error("the next key signs a second too early")
	}
	f.clock.Forward(time.Second)
	f.refresh(two, one)
	if one.AccessTokenKey().ID == first || one.AccessTokenKey().ID != two.AccessTokenKey().ID {
		t.Error("the next key does not sign, or not everywhere")
	}
	if n := life(one); n[core.KeyRetired] != 3 || n[core.KeyCurrent] != 3 || !verifies(t, two, old) {
		t.Errorf("a retired key does not verify: %v", n)
	}
	f.clock.Forward(overlap)
	f.refresh(one, two)
	if n := life(two); n[core.KeyRetired] != 0 || verifies(t, one, old) || !verifies(t, two, sign(t, one)) {
		t.Errorf("after the overlap there are %v", n)
	}
}

func TestRotationsAtOnceAreOne(t *testing.T) {
	f := newFleet(t)
	rings := make([]*keys.Ring, 4)
	for i := range rings {
		rings[i] = f.replica(0)
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := rings[i%len(rings)].Rotate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	f.refresh(rings...)
	for i, r := range rings {
		if n := life(r); n[core.KeyNext] != 3 || n[core.KeyCurrent] != 3 {
			t.Errorf("replica %d: %v", i, n)
		}
	}
}

func TestSchedule(t *testing.T) {
	const every = 90 * 24 * time.Hour
	f := newFleet(t)
	r, by := f.replica(every), f.replica(0)
	f.clock.Forward(every - time.Second)
	f.refresh(r)
	if n := life(r); n[core.KeyNext] != 0 {
		t.Errorf("too early: %v", n)
	}
	f.clock.Forward(time.Second)
	f.refresh(by)
	if n := life(by); n[core.KeyNext] != 0 {
		t.Errorf("without a schedule: %v", n)
	}
	first := r.AccessTokenKey().ID
	f.refresh(r, r)
	if n := life(r); n[core.KeyNext] != 3 {
		t.Errorf("when due: %v", n)
	}
	f.clock.Forward(keys.PublishAhead)
	f.refresh(r, r)
	if n := life(r); n[core.KeyNext] != 0 || r.AccessTokenKey().ID == first {
		t.Errorf("after it: %v", n)
	}
}

func TestRetire(t *testing.T) {
	for name, tt := range map[string]struct {
		state    string
		retire   func(*keys.Ring, context.Context, string) error
		verifies bool // tokens of the key
		now      map[string]int
	}{
		"a next key goes":                            {core.KeyNext, (*keys.Ring).Retire, false, map[string]int{core.KeyNext: 2, core.KeyCurrent: 3}},
		"the current key gets a successor":           {core.KeyCurrent, (*keys.Ring).Retire, true, map[string]int{core.KeyNext: 3, core.KeyCurrent: 3}},
		"G-02 a leaked key goes, and the next signs": {core.KeyCurrent, (*keys.Ring).RetireNow, false, map[string]int{core.KeyNext: 2, core.KeyCurrent: 3}},
		"a next key goes at once":                    {core.KeyNext, (*keys.Ring).RetireNow, false, map[string]int{core.KeyNext: 2, core.KeyCurrent: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t)
			r := f.replica(0)
			token := sign(t, r)
			if err := r.Rotate(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, k := range r.List() {
				if k.Algorithm == "ES256" && k.State == tt.state {
					if err := tt.retire(r, t.Context(), k.ID); err != nil {
						t.Fatal(err)
					}
				}
			}
			n := life(r)
			if n[core.KeyNext] != tt.now[core.KeyNext] || n[core.KeyCurrent] != tt.now[core.KeyCurrent] {
				t.Errorf("got %v, want %v", n, tt.now)
			}
			if tt.state == core.KeyCurrent && verifies(t, r, token) != tt.verifies {
				t.Errorf("a token of the key verifies: %v, want %v", !tt.verifies, tt.verifies)
			}
			if !verifies(t, r, sign(t, r)) {
				t.Error("what it signs now does not verify")
			}
		})
	}
	t.Run("a leaked key without a successor is replaced at once, in all replicas", func(t *testing.T) {
		f := newFleet(t)
		r, other := f.replica(0), f.replica(0)
		token := sign(t, other)
		if err := r.RetireNow(t.Context(), r.AccessTokenKey().ID); err != nil {
			t.Fatal(err)
		}
		f.refresh(other)
		if verifies(t, other, token) || !verifies(t, other, sign(t, r)) || life(other)[core.KeyCurrent] != 3 {
			t.Errorf("got %v", life(other))
		}
	})
	t.Run("a kid that is not there", func(t *testing.T) {
		r := newFleet(t).replica(0)
		if err := errors.Join(r.Retire(t.Context(), "ghost")); !errors.Is(err, keys.ErrUnknownKey) {
			t.Errorf("got %v", err)
		}
		if err := r.RetireNow(t.Context(), "ghost"); !errors.Is(err, keys.ErrUnknownKey) {
			t.Errorf("now: got %v", err)
		}
	})
}

func TestKeysThatRedisLostAreMadeAnew(t *testing.T) {
	rdb := redistest.New(t)
	clock := storetest.Moving(rdb)
	f := &fleet{t, clock, redisstore.New(rdb, clock.Now)}
	r, other := f.replica(0), f.replica(0)
	rdb.FlushDB(t.Context())
	f.refresh(other, r)
	if !verifies(t, other, sign(t, r)) || life(r)[core.KeyCurrent] != 3 {
		t.Errorf("got %v", life(r))
	}
}

// verifier keeps the key set for as long as it may, and fetches it for no other
// reason: it does not even look again for a kid that it does not know.
type verifier struct {
	f     *fleet
	until time.Time
	keys  jose.Set
}

func (v *verifier) verify(t *testing.T, r *keys.Ring, token string) {
	if now := v.f.clock.Now(); !now.Before(v.until) {
		set, err := jose.ParseSet(jwks(t, r).Body.Bytes(), jose.KeyRules{})
		if err != nil || len(set.Skipped) > 0 {
			t.Fatal(err, set.Skipped)
		}
		v.keys, v.until = set, now.Add(5*time.Minute)
	}
	if err := verify(t, v.keys, token); err != nil {
		t.Errorf("at %s: %v", v.f.clock.Now(), err)
	}
}

func TestNoTokenFailsWhileKeysRotate(t *testing.T) { // G-02, CD-16, CP-06
	f := newFleet(t)
	replicas := []*keys.Ring{f.replica(time.Hour), f.replica(time.Hour)}
	verifiers := []*verifier{{f: f}, {f: f}}
	var signing sync.WaitGroup
	var stop atomic.Bool
	for _, r := range replicas { // load: sign and verify while keys change
		signing.Go(func() {
			for !stop.Load() {
				if token := sign(t, r); !verifies(t, r, token) {
					t.Error("a token does not verify where it was signed")
				}
			}
		})
	}
	signers := map[string]bool{}
	for minute := range 5 * 60 {
		r := replicas[minute%2]
		f.refresh(r) // the other one lags behind by a minute, where one second is the rule
		token := sign(t, replicas[(minute+1)%2])
		signers[replicas[0].AccessTokenKey().ID] = true
		for i, v := range verifiers {
			v.verify(t, replicas[i], token)
		}
		f.clock.Forward(time.Minute)
	}
	stop.Store(true)
	signing.Wait()
	if len(signers) < 4 {
		t.Errorf("in five hours %d keys signed, want 4 or more", len(signers))
	}
}
