package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

func browserKey(browser string) string { return "client:browser:{" + oauth.Hash(browser) + "}" }

// ReplaceBrowserSession notes that the session is now that of the browser, and returns
// the handle of the one that it replaces, "" for none. Of several calls at once each
// gets the handle of the one before it, so only the last session is not replaced.
func (s *Store) ReplaceBrowserSession(ctx context.Context, browser string, session core.Session) (before string, err error) {
	handle := core.HandleOf(session.ID)
	before, err = s.rdb.SetArgs(ctx, browserKey(browser), handle,
		redis.SetArgs{Get: true, TTL: session.Ends.Sub(s.now()) + garbageAfter}).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("replace session of browser: %w", err)
	}
	if before == handle { // the command was sent twice: the first answer was lost
		return "", nil
	}
	return before, nil
}
