package redisstore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// redeem uses a code up and stores its grant, in one step.
var redeem = timed("redeem")

// joinSession adds a grant to the list of the session with which it ends.
var joinSession = untimed("join_session")

// Redeem uses a code up and stores the grant that it starts, with the hash of its
// first refresh token ("" for none). Exactly one caller succeeds; all others get
// core.ErrCodeReplayed. It changes nothing and returns core.ErrNotFound if the code is
// unknown or expired, if its user has revoked it, or if the grant has already
// expired, and core.ErrOtherClient if the code was issued to another client.
//
// If the session that the grant depends on has ended, Redeem revokes the grant and
// returns core.ErrNotFound. The code is then used up: the list of the session is in
// another slot of a cluster, so one script cannot check it first.
func (s *Store) Redeem(ctx context.Context, r core.Redemption, grant core.Grant, refreshToken string) error {
	record, err := json.Marshal(grant)
	if err != nil {
		return fmt.Errorf("redeem code: %w", err)
	}
	current, key := "", codeKey(grant.ID)
	if refreshToken != "" {
		current = oauth.Hash(refreshToken)
	}
	if r.Device {
		key = deviceKey(grant.ID)
	}
	ttl := grant.ExpiresAt.Sub(s.now()).Milliseconds()
	if ttl <= 0 { // the session ended by its age after the code was issued (OIDC Core §11)
		return core.ErrNotFound
	}
	var redeemed, joined *redis.Cmd
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		s.index(ctx, p, userGrantsKey(grant.Subject), grant.ID, grant.ExpiresAt)
		redeemed = redeem.Eval(ctx, p, []string{key, grantKey(grant.ID)},
			grant.ClientID, oauth.NewSecret(), ttl, grant.Scope.String(), record, current, grant.KeyThumbprint, grant.Idle.Milliseconds())
		if grant.SessionID != "" && !grant.Offline {
			joined = joinSession.Eval(ctx, p, []string{sessionGrantsKey(grant.SessionID)}, grant.ID, ttl)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("redeem code: %w", err)
	}
	reply, err := redeemed.StringSlice()
	if err != nil {
		return fmt.Errorf("redeem code: %w", err)
	}
	if err := outcomeOf(reply[0]); err != nil || joined == nil || joined.Val() == int64(1) {
		return err
	}
	if err := s.RevokeGrant(ctx, grant.ID); err != nil {
		return err
	}
	return core.ErrNotFound
}
