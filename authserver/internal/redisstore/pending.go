package redisstore

import (
	"context"
	"strings"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// userPendingKey is the list of the user's pending codes and device codes: the user has allowed them,
// and the client has not redeemed them. Such a code has the id of its grant, which is not stored yet.
func userPendingKey(sub string) string { return "user-pending:{" + oauth.Hash(sub) + "}" }

// use extends the session, and adds the allowed code to the list of the user's pending codes, in one
// script. So a request that ends the session later finds the code in the list and revokes it. The
// reply is 0 if the session has ended.
func (s *Store) use(in core.SessionUse, allowed *core.AuthorizationCode) call {
	keys := []string{sessionKeyOf(oauth.Hash(allowed.Subject), oauth.Hash(in.Handle)), userPendingKey(allowed.Subject)}
	return call{useSession, keys, []any{
		in.IdleUntil.UnixMilli(), clientField + allowed.ClientID,
		allowed.GrantID + " " + allowed.ClientID, allowed.ExpiresAt.UnixMilli(), s.now().UnixMilli(),
	}}
}

// RevokePending revokes the user's pending codes and device codes of the client, or of every client
// if clientID is "". Nobody can redeem them afterwards.
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
