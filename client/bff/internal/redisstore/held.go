package redisstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/redisconn"
)

// HeldSessions lists up to limit sessions that have not ended, without their IDs and in no order, and
// whether there are more. It does not count as a use of them. The inspector shows them.
func (s *Store) HeldSessions(ctx context.Context, limit int) (sessions []core.Session, more bool, err error) {
	keys, replies, complete, err := redisconn.Collect(ctx, s.rdb, sessionKey("*"), limit, func(p redis.Pipeliner, key string) *redis.SliceCmd {
		return p.HMGet(ctx, key, "version", "ends", "idle_until", "sealed")
	})
	if err != nil {
		return nil, false, fmt.Errorf("held sessions: %w", err)
	}
	for i, reply := range replies {
		if session, ok := s.listed(handleIn(keys[i]), reply.Val()); ok {
			sessions = append(sessions, session)
		}
	}
	return sessions, !complete, nil
}

// handleIn returns the handle in a key of sessionKey.
func handleIn(key string) string {
	before, after, _ := strings.Cut(sessionKey("*"), "*")
	return strings.TrimSuffix(strings.TrimPrefix(key, before), after)
}

// HeldLogins lists up to limit pending logins that were not redeemed and have not expired, in no order,
// and whether there are more. The inspector shows them.
func (s *Store) HeldLogins(ctx context.Context, limit int) (logins []core.PendingLogin, more bool, err error) {
	keys, records, complete, err := redisconn.Collect(ctx, s.rdb, "client:login:{*", limit, func(p redis.Pipeliner, key string) *redis.StringCmd {
		return p.Get(ctx, key)
	})
	if err != nil {
		return nil, false, fmt.Errorf("held logins: %w", err)
	}
	for i, record := range records {
		var p core.PendingLogin
		if s.open(record.Val(), keys[i], &p) == nil && !p.Expired(s.now()) { // a login that was redeemed has no record
			logins = append(logins, p)
		}
	}
	return logins, !complete, nil
}
