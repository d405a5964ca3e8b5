package authservertest // white-box: the keys are not exported

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/jose"
	"quartet.example/shared/published"
	"quartet.example/shared/redistest"
	"quartet.example/shared/seal"
)

var update = flag.Bool("update", false, "make new signing keys")

// There is a signing key for each algorithm, so that no server of a test generates one.
func TestSigningKeysAreComplete(t *testing.T) {
	store := redisstore.New(redistest.New(t), time.Now)
	if !*update {
		if err := storeKeys(store, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	ring, err := keys.Open(t.Context(), keys.Options{Store: store, Box: seal.WithKey(seal.KeyFrom(sealKey)), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	before := len(ring.List())
	if err := ring.Refresh(t.Context()); err != nil { // generates the missing keys
		t.Fatal(err)
	}
	if *update {
		write(t, ring.List())
		return
	}
	if after := len(ring.List()); before != len(keys.Algorithms()) || after != before {
		t.Errorf("keys.json has %d keys, %d are needed: go test ./authservertest -run SigningKeysAreComplete -update", before, after)
	}
}

// Everybody can open these keys, so in the production profile no client may have one of them, and
// no server may have their seal key.
func TestSigningKeysArePublished(t *testing.T) {
	store, box := redisstore.New(redistest.New(t), time.Now), seal.WithKey(seal.KeyFrom(sealKey))
	if err := storeKeys(store, time.Now()); err != nil {
		t.Fatal(err)
	}
	ring, err := keys.Open(t.Context(), keys.Options{Store: store, Box: box, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range ring.List() {
		public, err := ring.Find(t.Context(), jose.Header{KeyID: key.ID, Algorithm: key.Algorithm})
		if err != nil || !published.IsKey(public) {
			t.Errorf("%s %s: %v: it is not in the list of shared/published", key.Algorithm, key.ID, err)
		}
	}
	if err := published.Judge(sealKey); err == nil {
		t.Error("production accepts the seal key")
	}
}

func write(t *testing.T, made []core.SigningKey) {
	t.Helper()
	raw, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("keys.json", append(raw, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
