package redisstore

import (
	"context"
	"time"
)

// countFailure counts wrong secrets.
var countFailure = timed("count_failure")

// CountFailure counts a wrong secret of whom; whom is a hash of a client and an
// address. It returns zero, or from the limit on how long whom must wait.
func (s *Store) CountFailure(ctx context.Context, whom string, limit int, window time.Duration) (wait time.Duration, err error) {
	if err := s.admit(ctx, 0); err != nil {
		return 0, err
	}
	return s.count(ctx, countFailure, "client-failures:{"+whom+"}", limit, window)
}
