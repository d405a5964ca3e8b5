// Package redistest provides a Redis for tests: miniredis with a running clock, or the real server
// at $REDIS_URL, so that the same tests run on both. Both are as strict about keys as a Redis
// Cluster (see oneSlot). With redisconn.Follow both use the clock of the test.
package redistest

import (
	"context"
	"os"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
)

// Client is a Redis client. Test code that only passes it on uses this type, so that it need not
// import go-redis.
type Client = redis.UniversalClient

// New returns a client of an empty Redis.
//
// Without $REDIS_URL it is a miniredis for this test, connected in memory. It uses no port, and
// works in a testing/synctest bubble.
//
// With $REDIS_URL it is that server. FLUSHDB empties it before and after the test, so use a
// database number that nothing else uses, and run one package at a time (go test -p 1).
func New(t testing.TB) redis.UniversalClient {
	t.Helper()
	if url := os.Getenv("REDIS_URL"); url != "" {
		return emptied(t, url)
	}
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true)
	client := embedded.Wrap(server, "embedded:0", embedded.Dial(server))
	client.AddHook(oneSlot{t})
	t.Cleanup(func() {
		_ = client.Close()
		server.Close()
	})
	return client
}

// Server returns a miniredis on a loopback port and a client of it, for tests that stop it
// (Close), start it again with its contents (Restart), or make it return errors (SetError).
func Server(t testing.TB) (*miniredis.Miniredis, redis.UniversalClient) {
	t.Helper()
	server := miniredis.NewMiniRedis()
	if err := server.Start(); err != nil {
		t.Fatalf("start miniredis: %v", err)
	}
	server.ClockTTL(true)
	client := embedded.Wrap(server, server.Addr(), nil)
	client.AddHook(oneSlot{t})
	t.Cleanup(func() {
		_ = client.Close()
		server.Close()
	})
	return server, client
}

func emptied(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	conn, err := redisconn.Open(url)
	if err != nil {
		t.Fatalf("REDIS_URL: %v", err)
	}
	client := conn.UniversalClient
	if cluster, ok := client.(*redis.ClusterClient); ok {
		client = everyNode{cluster}
	}
	if err := client.FlushDB(t.Context()).Err(); err != nil {
		t.Fatalf("empty the Redis of REDIS_URL: %v", err)
	}
	moved := &movedClock{}
	client.AddHook(oneSlot{t})
	redisconn.ReplaceTime(client, moved.table)
	t.Cleanup(func() {
		_ = client.FlushDB(context.Background()).Err() // t.Context has ended by now
		_ = client.Close()
	})
	return real{client, moved}
}
