package redisstore

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// Store holds all records of the authorization server. It is safe for concurrent
// use, and any number of replicas may share one Redis.
type Store struct {
	rdb      redis.UniversalClient
	now      func() time.Time
	admitted Admission
	recent   *lru.Cache[string, *core.AuthorizationCode] // by GrantID, see FindCode
}

// recentCodes is the number of code records that a server keeps in memory. Two processors issue about
// as many in a second, and most clients redeem a code sooner. FindCode reads older ones from Redis.
const recentCodes = 2048

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
	recent, _ := lru.New[string, *core.AuthorizationCode](recentCodes) // the only error is for a size of 0
	s := &Store{rdb: rdb, now: now, recent: recent}
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
