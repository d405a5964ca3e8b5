package authservertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
)

// sealKey encrypts the signing keys of servers that have their own Redis in memory.
const sealKey = "the seal key of test servers, not-for-production"

// signingKeys are the signing keys of these servers, sealed with sealKey. They are published with this
// package, as the certificate of httptest is, and protect nothing. Generating an RSA key instead would
// take the first server of each test binary up to half a second.
//
//go:embed keys.json
var signingKeys []byte

// storeSigningKeys stores the signing keys in an empty Redis. If that fails, it ends the test.
func storeSigningKeys(t testing.TB, rdb redis.UniversalClient, now func() time.Time) {
	t.Helper()
	if err := storeKeys(redisstore.New(rdb, now), now()); err != nil {
		t.Fatalf("authservertest: signing keys: %v", err)
	}
}

// storeKeys stores the signing keys, valid from now on. It returns an error if the store
// has keys already.
func storeKeys(store *redisstore.Store, now time.Time) error {
	var published []core.SigningKey
	if err := json.Unmarshal(signingKeys, &published); err != nil {
		return err
	}
	for i := range published {
		published[i].NotBefore = now.UTC()
	}
	won, err := store.ReplaceKeys(context.Background(), 0, published)
	if err == nil && !won {
		err = errors.New("the Redis is not empty")
	}
	return err
}
