package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

func browserKey(browser string) string { return "client:browser:{" + oauth.Hash(browser) + "}" }

// ReplaceBrowserSession stores the session as that of the browser, and returns the handle
// of the session that it replaces, "" for none. Each of several concurrent calls gets the
// handle that the call before it stored, so that every session but the last is replaced.
func (s *Store) ReplaceBrowserSession(ctx context.Context, browser string, session core.Session) (before string, err error) {
	handle := core.HandleOf(session.ID)
	before, err = s.rdb.SetArgs(ctx, browserKey(browser), handle,
		redis.SetArgs{Get: true, TTL: session.Ends.Sub(s.now()) + garbageAfter}).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("replace session of browser: %w", err)
	}
	if before == handle { // the Redis client sent the command twice, because it got no reply the first time
		return "", nil
	}
	return before, nil
}
