package redisstore

import (
	"context"
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

// Use notes that a proof was used, until it would be too old anyhow. Over all
// replicas one caller is first (RFC 9449 §11.1). One SET NX, so no script is needed.
func (p *Proofs) Use(ctx context.Context, id string, until time.Time) (first bool, err error) {
	ttl := max(until.Sub(p.now()), time.Second)
	err = p.rdb.SetArgs(ctx, "rs:proof:{"+id+"}", "1", redis.SetArgs{Mode: "NX", TTL: ttl}).Err()
	switch {
	case errors.Is(err, redis.Nil):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("use proof: %w", err)
	}
	return true, nil
}
