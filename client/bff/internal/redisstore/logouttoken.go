package redisstore

import (
	"context"
	"fmt"
	"time"

	"quartet.example/client/bff/internal/core"
)

// LogoutTokenUsed reports whether a logout token was used before.
func (s *Store) LogoutTokenUsed(ctx context.Context, t core.LogoutToken) (bool, error) {
	n, err := s.rdb.Exists(ctx, logoutTokenKey(t)).Result()
	if err != nil {
		return false, fmt.Errorf("logout token: %w", err)
	}
	return n > 0, nil
}

// UseLogoutToken stores that a logout token was used, for as long as it is valid, and reports
// whether this call was the first.
func (s *Store) UseLogoutToken(ctx context.Context, t core.LogoutToken, until time.Time) (bool, error) {
	first, err := s.rdb.SetNX(ctx, logoutTokenKey(t), "", max(until.Sub(s.now()), 0)+garbageAfter).Result()
	if err != nil {
		return false, fmt.Errorf("logout token: %w", err)
	}
	return first, nil
}

func logoutTokenKey(t core.LogoutToken) string { return "client:logout:{" + t.Key() + "}" }
