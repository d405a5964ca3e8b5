package redisstore

import (
	"time"

	"github.com/redis/go-redis/v9"
)

// Store keeps all nouns of the authorization server. It is safe for concurrent
// use, and any number of replicas may share one Redis.
type Store struct {
	rdb redis.UniversalClient
	now func() time.Time
}

// New makes a Store on a connection. now is the one clock: expiry is judged by
// it, not by the clock of Redis.
func New(rdb redis.UniversalClient, now func() time.Time) *Store {
	return &Store{rdb: rdb, now: now}
}
