package redisstore

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Store holds all records of the authorization server. It is safe for concurrent
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

// AdmitBy asks a before every write of a record that an unauthenticated request can
// cause. Without it every record is stored.
func AdmitBy(a Admission) Option { return func(s *Store) { s.admitted = a } }

// New returns a Store on a connection. now is the clock for what Go decides; scripts
// that decide by time use the clock of Redis (docs/adr/0022).
func New(rdb redis.UniversalClient, now func() time.Time, options ...Option) *Store {
	s := &Store{rdb: rdb, now: now}
	for _, option := range options {
		option(s)
	}
	return s
}

// admit must be called before every write that an unauthenticated request can cause.
// storetest lists these methods, and fails for a method that is in no list.
func (s *Store) admit(ctx context.Context, size int) error {
	if s.admitted == nil {
		return nil
	}
	return s.admitted.Admit(ctx, size)
}
