package redisstore

import (
	"time"

	"github.com/redis/go-redis/v9"
)

// Store keeps all nouns of the authorization server. It is safe for concurrent
// use, and any number of replicas may share one Redis.
type Store struct {
	rdb      redis.UniversalClient
	now      func() time.Time
	tokenTTL time.Duration // of access tokens
}

// Option changes a Store.
type Option func(*Store)

// AccessTokenTTL says how long access tokens live, so that the revocation of a
// grant is told as long as one of its tokens may be about. Without it that is the
// hour that Config allows at most.
func AccessTokenTTL(ttl time.Duration) Option { return func(s *Store) { s.tokenTTL = ttl } }

// New makes a Store on a connection. now is the one clock: expiry is judged by
// it, not by the clock of Redis.
func New(rdb redis.UniversalClient, now func() time.Time, options ...Option) *Store {
	s := &Store{rdb: rdb, now: now, tokenTTL: time.Hour}
	for _, option := range options {
		option(s)
	}
	return s
}
