package storetest_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

func key(id, alg, state string) core.SigningKey {
	return core.SigningKey{ID: id, Algorithm: alg, State: state, Sealed: "sealed " + id, NotBefore: time.Unix(1, 0).UTC()}
}

func TestKeys(t *testing.T) {
	storetest.Run(t, func(t *testing.T, store *redisstore.Store, _ *storetest.Clock) {
		if got, version, err := store.FindKeys(t.Context()); err != nil || version != 0 || len(got) != 0 {
			t.Fatalf("an empty store: got %v, %d, %v, want no keys", got, version, err)
		}
		want := []core.SigningKey{key("a", "ES256", core.KeyCurrent), key("b", "RS256", core.KeyCurrent)}
		for version, keys := range [][]core.SigningKey{{key("old", "ES256", core.KeyCurrent)}, want} {
			if ok, err := store.ReplaceKeys(t.Context(), int64(version), keys); err != nil || !ok {
				t.Fatalf("version %d: got %v, %v", version, ok, err)
			}
		}
		if ok, err := store.ReplaceKeys(t.Context(), 1, nil); err != nil || ok {
			t.Errorf("keys of another version were replaced: %v", err)
		}
		got, version, err := store.FindKeys(t.Context())
		if err != nil || version != 2 {
			t.Fatalf("got version %d, %v", version, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAChangeOfKeysHasOneWinner(t *testing.T) {
	storetest.Run(t, func(t *testing.T, store *redisstore.Store, _ *storetest.Clock) {
		var won, n atomic.Int64
		race(50, func() {
			ok, err := store.ReplaceKeys(t.Context(), 0, []core.SigningKey{key(fmt.Sprintf("k%02d", n.Add(1)), "ES256", core.KeyCurrent)})
			if err != nil {
				t.Error(err)
			}
			if ok {
				won.Add(1)
			}
		})
		if keys, _, err := store.FindKeys(t.Context()); won.Load() != 1 || err != nil || len(keys) != 1 {
			t.Errorf("%d won, and there are %d keys: %v", won.Load(), len(keys), err)
		}
	})
}
