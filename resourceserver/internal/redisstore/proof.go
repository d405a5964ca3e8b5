package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Proofs remembers proofs of possession that were used, for all replicas: it is
// a bearer.Replay.
type Proofs struct {
	rdb redis.UniversalClient
	now func() time.Time
}

// NewProofs makes Proofs.
func NewProofs(rdb redis.UniversalClient, now func() time.Time) *Proofs { return &Proofs{rdb, now} }

// clocks is how far the clocks of replicas may differ: a proof that one of them would
// forget must not be fresh for another.
const clocks = time.Minute

// Use notes that a proof was used, until it would be too old anyhow. Over all
// replicas one caller is first (RFC 9449 §11.1). The value says whose it is: a
// command that is sent again, because its answer was late, finds its own value
// there and is no replay.
func (p *Proofs) Use(ctx context.Context, id string, until time.Time) (first bool, err error) {
	key, mine, ttl := "rs:proof:{"+id+"}", rand.Text(), max(until.Sub(p.now()), 0)+clocks
	var owner *redis.StringCmd
	_, err = p.rdb.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.SetArgs(ctx, key, mine, redis.SetArgs{Mode: "NX", TTL: ttl})
		owner = pipe.Get(ctx, key)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) { // nil is what NX answers to all but the first
		return false, fmt.Errorf("use proof: %w", err)
	}
	found, err := owner.Result()
	if err != nil {
		return false, fmt.Errorf("use proof: %w", err)
	}
	return found == mine, nil
}
