package redisstore

import (
	"context"
	"strings"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// What a user allowed and no client has fetched yet: a code on its way, a device
// that polls in a moment. Its grant has a name already, and no record.
func userPendingKey(sub string) string { return "user-pending:{" + oauth.Hash(sub) + "}" }

// indexPending notes a grant that is to come, so that its user can take it back.
func (s *Store) indexPending(ctx context.Context, rdb redis.Scripter, allowed *core.AuthorizationCode) *redis.Cmd {
	return s.index(ctx, rdb, userPendingKey(allowed.Subject), allowed.GrantID+" "+allowed.ClientID, allowed.ExpiresAt)
}

// RevokePending ends what the user allowed the client, "" for every client, and
// the client has not fetched yet: the tokens that it would get are dead.
func (s *Store) RevokePending(ctx context.Context, sub, clientID string) error {
	pending, err := s.indexed(ctx, userPendingKey(sub))
	if err != nil {
		return err
	}
	for _, member := range pending {
		gid, client, _ := strings.Cut(member, " ")
		if clientID != "" && clientID != client {
			continue
		}
		if err := s.RevokeGrant(ctx, gid); err != nil {
			return err
		}
	}
	return nil
}
