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

// proofKey contains the thumbprint of the key, because two keys may use the same jti.
func proofKey(jkt, jti string) string { return "proof:{" + oauth.Hash(jkt+"\x00"+jti) + "}" }

// clocks is how far the clocks of replicas may differ: a proof or an assertion that one
// of them would forget must not be fresh for another.
const clocks = time.Minute

// UseProof records that a proof was used, for as long as the proof is fresh. Of concurrent
// callers, on all replicas, one gets nil and all others core.ErrProofReplayed (RFC 9449
// §11.1). It is a single SET NX, so no script is needed.
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
