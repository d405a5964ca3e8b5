package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// proofKey is one for each proof of each key: two keys may use the same jti.
func proofKey(jkt, jti string) string { return "proof:{" + oauth.Hash(jkt+"\x00"+jti) + "}" }

// clocks is how far the clocks of replicas may differ: a proof or an assertion that one
// of them would forget must not be fresh for another.
const clocks = time.Minute

// UseProof notes that a proof was used, until it would be too old anyhow. Over
// all replicas one caller wins; to all others it is core.ErrProofReplayed
// (RFC 9449 §11.1). One SET NX, so no script is needed.
func (s *Store) UseProof(ctx context.Context, jkt, jti string, until time.Time) error {
	if err := s.admit(ctx, 0); err != nil {
		return err
	}
	ttl := max(until.Sub(s.now()), 0) + clocks
	err := s.rdb.SetArgs(ctx, proofKey(jkt, jti), "1", redis.SetArgs{Mode: "NX", TTL: ttl}).Err()
	switch {
	case errors.Is(err, redis.Nil):
		return core.ErrProofReplayed // as.dpop.jti_replay
	case err != nil:
		return fmt.Errorf("use proof: %w", err)
	}
	return nil
}
