package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
)

// HeldNotes counts owners and their notes, up to limit owners, and reports whether there are more. The
// inspector shows the numbers.
func (s *Store) HeldNotes(ctx context.Context, limit int) (owners, notes int, more bool, err error) {
	_, counts, complete, err := redisconn.Collect(ctx, s.rdb, key("*"), limit, func(p redis.Pipeliner, key string) *redis.IntCmd {
		return p.HLen(ctx, key)
	})
	if err != nil {
		return 0, 0, false, fmt.Errorf("held notes: %w", err)
	}
	for _, count := range counts {
		if count.Val() > 0 {
			owners, notes = owners+1, notes+int(count.Val())
		}
	}
	return owners, notes, !complete, nil
}

// Held counts the used proofs, up to limit, and reports whether there are more.
func (p *Proofs) Held(ctx context.Context, limit int) (n int, more bool, err error) {
	keys, complete, err := redisconn.Scan(ctx, p.rdb, proofKey("*"), limit)
	if err != nil {
		return 0, false, fmt.Errorf("held proofs: %w", err)
	}
	return len(keys), !complete, nil
}
