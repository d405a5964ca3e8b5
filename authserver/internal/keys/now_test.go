package keys_test

import (
	"strconv"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/shared/jose"
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

// A test suite that rotates the keys of a server again and again must not fill its memory, nor make a JWK
// Set that verifiers refuse.
func TestRotateNowForgetsTheOldestKeys(t *testing.T) {
	f := newFleet(t)
	o := f.options(0)
	o.Generate = quickly(t)
	r, err := keys.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	first := sign(t, r)
	var last string
	for n := range keys.MaxRetired + 1 {
		if !verifies(t, r, first) {
			t.Fatalf("after %d rotations the first key is forgotten", n)
		}
		last = sign(t, r)
		if err := r.RotateNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.clock.Forward(time.Second)
	}
	if verifies(t, r, first) || !verifies(t, r, last) {
		t.Error("the oldest key verifies, or the newest retired one does not")
	}
	if got := life(r); got[core.KeyRetired] != 3*keys.MaxRetired || got[core.KeyCurrent] != 3 {
		t.Errorf("got %v, want %d retired keys of each of 3 algorithms", got, keys.MaxRetired)
	}
}

// While the clock stands still, all retired keys have the same age. The one that signed until now is kept.
func TestRotateNowKeepsTheLastKeyWhileTheClockStandsStill(t *testing.T) {
	o := newFleet(t).options(0)
	o.Generate = quickly(t)
	r, err := keys.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 * keys.MaxRetired {
		before := sign(t, r)
		if err := r.RotateNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !verifies(t, r, before) {
			t.Fatalf("rotation %d: the key that signed until then is forgotten", n+1)
		}
	}
}

// quickly returns a Generate that takes no time for RSA: its keys are one key under several names.
func quickly(t *testing.T) keys.Generate {
	t.Helper()
	rsa, err := jose.Generate("RS256", "")
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	return func(alg string) (jose.SigningKey, error) {
		if alg != "RS256" {
			return jose.Generate(alg, "")
		}
		made++
		return jose.NewSigningKey(rsa.Signer, "rsa-"+strconv.Itoa(made), alg)
	}
}
