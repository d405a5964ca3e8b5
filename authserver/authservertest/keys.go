package authservertest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/seal"
)

// sealKey encrypts the signing keys of servers that have their own Redis in memory.
const sealKey = "the seal key of a test server, which protects nothing"

// signingKeys are the signing keys of all such servers in a test binary. Making an RSA key for
// each server took a third of the time of all tests.
var signingKeys = sync.OnceValues(func() ([]core.SigningKey, error) {
	ctx := context.Background()
	conn, err := embedded.Open(ctx, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	box := seal.WithKey(seal.KeyFrom(sealKey))
	store := redisstore.New(conn, time.Now)
	ring, err := keys.Open(ctx, keys.Options{Store: store, Box: box, Now: time.Now})
	if err != nil {
		return nil, err
	}
	if err := ring.Refresh(ctx); err != nil { // makes the missing keys
		return nil, err
	}
	made, _, err := store.FindKeys(ctx)
	return made, err
})

// lendKeys stores the signing keys in an empty Redis.
func lendKeys(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	made, err := signingKeys()
	if err == nil {
		var won bool
		if won, err = redisstore.New(rdb, time.Now).ReplaceKeys(context.Background(), 0, made); !won && err == nil {
			err = fmt.Errorf("the Redis is not empty")
		}
	}
	if err != nil {
		t.Fatalf("authservertest: signing keys: %v", err)
	}
}
