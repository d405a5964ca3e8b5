package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Proofs implements bearer.Replay: it remembers used DPoP proofs for all replicas.
type Proofs struct {
	rdb redis.UniversalClient
	now func() time.Time
}

// NewProofs returns a Proofs.
func NewProofs(rdb redis.UniversalClient, now func() time.Time) *Proofs { return &Proofs{rdb, now} }

func proofKey(id string) string { return "rs:proof:{" + id + "}" }

// clocks is the maximum difference between the clocks of replicas. Without it, one replica could
// forget a proof that another one still accepts.
const clocks = time.Minute

// Use records that a proof was used, and reports whether this was the first use over all replicas
// (RFC 9449 §11.1). The record is kept until the proof has expired. Its value is random for each
// call: if go-redis sends the command twice because the reply was late, the call finds its own
// value and is not refused as a replay.
func (p *Proofs) Use(ctx context.Context, id string, until time.Time) (first bool, err error) {
	key, mine, ttl := proofKey(id), rand.Text(), max(until.Sub(p.now()), 0)+clocks
	var owner *redis.StringCmd
	_, err = p.rdb.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.SetArgs(ctx, key, mine, redis.SetArgs{Mode: "NX", TTL: ttl})
		owner = pipe.Get(ctx, key)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) { // SET with NX replies nil except for the first caller
		return false, fmt.Errorf("use proof: %w", err)
	}
	found, err := owner.Result()
	if err != nil {
		return false, fmt.Errorf("use proof: %w", err)
	}
	return found == mine, nil
}
