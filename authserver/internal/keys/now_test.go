package keys_test

import (
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
)

// A test that rotates the keys wants to see the new ones at once, and the old ones verify as long as
// after any rotation.
func TestRotateNowSignsWithNewKeysAtOnce(t *testing.T) {
	f := newFleet(t)
	r := f.replica(time.Hour)
	before := sign(t, r)
	for range 2 { // the second one replaces the keys of the first one too
		old := r.AccessTokenKey().ID
		if err := r.RotateNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r.AccessTokenKey().ID == old {
			t.Error("the old key still signs")
		}
	}
	if !verifies(t, r, before) || !verifies(t, r, sign(t, r)) {
		t.Error("a token does not verify")
	}
	if got := life(r); got[core.KeyCurrent] != 3 || got[core.KeyRetired] != 6 || got[core.KeyNext] != 0 {
		t.Errorf("got %v", got)
	}
	f.clock.Forward(overlap)
	f.refresh(r)
	if verifies(t, r, before) {
		t.Error("an old key verifies after the overlap")
	}
}

// A key that was published ahead signs now, instead of one more.
func TestRotateNowUsesTheNextKeys(t *testing.T) {
	r := newFleet(t).replica(time.Hour)
	if err := r.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.RotateNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := life(r); got[core.KeyCurrent] != 3 || got[core.KeyRetired] != 3 || got[core.KeyNext] != 0 {
		t.Errorf("got %v", got)
	}
}
