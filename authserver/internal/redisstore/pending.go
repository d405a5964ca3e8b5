package redisstore

import (
	"context"
	"strings"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// What a user allowed and no client has fetched yet: a code on its way, a device
// that polls in a moment. Its grant has a name already, and no record.
func userPendingKey(sub string) string { return "user-pending:{" + oauth.Hash(sub) + "}" }

// use extends the session, and adds what its user has allowed to the user's list, in one script:
// whoever ends the session afterwards finds it there. The reply is 0 if the session has ended.
func (s *Store) use(in core.SessionUse, allowed *core.AuthorizationCode) call {
	keys := []string{sessionKeyOf(oauth.Hash(allowed.Subject), oauth.Hash(in.Handle)), userPendingKey(allowed.Subject)}
	return call{useSession, keys, []any{
		in.IdleUntil.UnixMilli(), clientField + allowed.ClientID,
		allowed.GrantID + " " + allowed.ClientID, allowed.ExpiresAt.UnixMilli(), s.now().UnixMilli(),
	}}
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
