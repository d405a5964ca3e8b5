package storetest_test

import (
	"fmt"
	"sync"
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
		if got, err := store.FindKeys(t.Context()); err != nil || len(got) != 0 {
			t.Fatalf("an empty store: got %v, %v, want no keys", got, err)
		}
		first := []core.SigningKey{key("b", "RS256", core.KeyCurrent), key("a", "ES256", core.KeyCurrent)}
		if _, err := store.PublishKeys(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		got, err := store.PublishKeys(t.Context(), []core.SigningKey{key("c", "ES256", core.KeyCurrent), key("d", "EdDSA", core.KeyCurrent)})
		if err != nil {
			t.Fatal(err)
		}
		want := []core.SigningKey{key("a", "ES256", core.KeyCurrent), key("b", "RS256", core.KeyCurrent), key("d", "EdDSA", core.KeyCurrent)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("an algorithm that has a current key keeps it (-want +got):\n%s", diff)
		}
	})
}

func TestKeysHaveOneWinner(t *testing.T) {
	storetest.Run(t, func(t *testing.T, store *redisstore.Store, _ *storetest.Clock) {
		const replicas = 50
		seen := make([]string, replicas)
		var wg sync.WaitGroup
		for i := range replicas {
			wg.Go(func() {
				keys, err := store.PublishKeys(t.Context(), []core.SigningKey{key(fmt.Sprintf("k%02d", i), "ES256", core.KeyCurrent)})
				if err != nil || len(keys) != 1 {
					t.Errorf("replica %d: got %d keys, %v, want one", i, len(keys), err)
					return
				}
				seen[i] = keys[0].ID
			})
		}
		wg.Wait()
		for i, id := range seen {
			if id != seen[0] {
				t.Errorf("replica %d sees %s, replica 0 sees %s", i, id, seen[0])
			}
		}
	})
}
