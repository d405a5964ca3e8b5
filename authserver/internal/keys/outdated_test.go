package keys_test

import (
	"strings"
	"testing"
	"time"
)

// Tests serve the JWK Set of before a rotation: without the keys that sign now, and with those that
// signed until then.
func TestOutdatedIsTheKeySetOfBeforeTheRotation(t *testing.T) {
	f := newFleet(t)
	for name, rotate := range map[string]func(t *testing.T) (old, outdated, current string){
		"at once": func(t *testing.T) (string, string, string) {
			r := f.replica(time.Hour)
			old := r.AccessTokenKey().ID
			if err := r.RotateNow(t.Context()); err != nil {
				t.Fatal(err)
			}
			return old, string(r.Outdated()), r.AccessTokenKey().ID
		},
		"published ahead": func(t *testing.T) (string, string, string) {
			r := f.replica(time.Hour)
			old := r.AccessTokenKey().ID
			if err := r.Rotate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if r.Outdated() != nil {
				t.Error("there is an older key set before another key signs")
			}
			f.clock.Forward(time.Hour)
			f.refresh(r)
			return old, string(r.Outdated()), r.AccessTokenKey().ID
		},
	} {
		t.Run(name, func(t *testing.T) {
			old, outdated, current := rotate(t)
			if old == current || !strings.Contains(outdated, old) || strings.Contains(outdated, current) {
				t.Errorf("from %s to %s: got %s", old, current, outdated)
			}
		})
	}
	t.Run("without a rotation there is none", func(t *testing.T) {
		if got := newFleet(t).replica(time.Hour).Outdated(); got != nil {
			t.Errorf("got %s", got)
		}
	})
}
