package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

//go:embed lua/count_attempt.lua
var countAttemptSource string

// countAttempt counts a sign-in, or refuses it.
var countAttempt = redis.NewScript(countAttemptSource)

// attemptsKey is one for each account, whichever way its name is spelt.
func attemptsKey(username string) string {
	return "sign-in-attempts:{" + oauth.Hash(core.NormalizeUsername(username)) + "}"
}

// CountAttempt counts a sign-in before its password is checked, so that a burst
// cannot pass. It returns zero if the sign-in may go on, else how long the
// account must wait. Attempts are forgotten when none came for the window; the
// wait begins at the last one that was let through, and asking does not extend it.
func (s *Store) CountAttempt(ctx context.Context, username string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := countAttempt.Run(ctx, s.rdb, []string{attemptsKey(username)}, s.now().UnixMilli(), window.Milliseconds(), limit).Int64()
	if err != nil {
		return 0, fmt.Errorf("count sign-in attempt: %w", err)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// ForgetAttempts starts anew, after the right password.
func (s *Store) ForgetAttempts(ctx context.Context, username string) error {
	if err := s.rdb.Del(ctx, attemptsKey(username)).Err(); err != nil {
		return fmt.Errorf("forget sign-in attempts: %w", err)
	}
	return nil
}
