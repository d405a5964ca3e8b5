package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"
)

//go:embed lua/count_failure.lua
var countFailureSource string

// countFailure counts wrong secrets.
var countFailure = timed(countFailureSource)

// CountFailure counts a wrong secret of whom; whom is a hash of a client and an
// address. It returns zero, or from the limit on how long whom must wait.
func (s *Store) CountFailure(ctx context.Context, whom string, limit int, window time.Duration) (wait time.Duration, err error) {
	if err := s.admit(ctx, 0); err != nil {
		return 0, err
	}
	key := "client-failures:{" + whom + "}"
	ms, err := countFailure.Run(ctx, s.rdb, []string{key}, window.Milliseconds(), limit).Int64()
	if err != nil {
		return 0, fmt.Errorf("count failure of a client: %w", err)
	}
	return time.Duration(ms) * time.Millisecond, nil
}
