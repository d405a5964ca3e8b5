package redisstore

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store keeps all nouns of the authorization server. It is safe for concurrent
// use, and any number of replicas may share one Redis.
type Store struct {
	rdb      redis.UniversalClient
	now      func() time.Time
	admitted Admission
}

// Admission decides whether a record may be stored for the sender of a request.
type Admission interface {
	// Admit returns nil if a record of that many bytes may be stored now, else the
	// refusal. The context names the sender.
	Admit(ctx context.Context, size int) error
}

// Option changes a Store.
type Option func(*Store)

// AdmitBy makes a decide about every record that somebody who has proved nothing
// can cause. Without it the store keeps them all.
func AdmitBy(a Admission) Option { return func(s *Store) { s.admitted = a } }

// New makes a Store on a connection. now is the one clock: expiry is judged by
// it, not by the clock of Redis.
func New(rdb redis.UniversalClient, now func() time.Time, options ...Option) *Store {
	s := &Store{rdb: rdb, now: now}
	for _, option := range options {
		option(s)
	}
	return s
}

// admit comes before every write that a stranger can cause. storetest knows which
// methods those are, and fails for a method that it does not know.
func (s *Store) admit(ctx context.Context, size int) error {
	if s.admitted == nil {
		return nil
	}
	return s.admitted.Admit(ctx, size)
}
