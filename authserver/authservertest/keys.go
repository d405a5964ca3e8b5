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

// signingKeys are the signing keys of these servers, sealed with sealKey. Like the certificate of
// httptest, they are published with this package and protect nothing: generating an RSA key would
// make the first server of each test binary start a hundred times slower.
//
//go:embed keys.json
var signingKeys []byte

// lendKeys stores the signing keys in an empty Redis.
func lendKeys(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	if err := storeKeys(redisstore.New(rdb, time.Now)); err != nil {
		t.Fatalf("authservertest: signing keys: %v", err)
	}
}

// storeKeys stores the signing keys, which sign from now on.
func storeKeys(store *redisstore.Store) error {
	var lent []core.SigningKey
	if err := json.Unmarshal(signingKeys, &lent); err != nil {
		return err
	}
	for i := range lent {
		lent[i].NotBefore = time.Now().UTC()
	}
	won, err := store.ReplaceKeys(context.Background(), 0, lent)
	if err == nil && !won {
		err = errors.New("the Redis is not empty")
	}
	return err
}
