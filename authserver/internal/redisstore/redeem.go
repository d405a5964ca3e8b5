package redisstore

import (
	"context"
	"encoding/json"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// redeem uses a code up and stores its grant, in one step.
var redeem = timed("redeem")

// indexGrant adds a grant to the lists of its user and of its session.
var indexGrant = indexing("index_grant")

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
	replies, err := s.run(ctx, s.indexGrant(&grant), call{redeem, []string{key, grantKey(grant.ID)}, []any{
		grant.ClientID, oauth.NewSecret(), ttl, grant.Scope.String(), record, current, grant.KeyThumbprint, grant.Idle.Milliseconds(),
	}})
	if err != nil {
		return fmt.Errorf("redeem code: %w", err)
	}
	s.recent.Remove(grant.ID)
	reply, err := replies[1].StringSlice()
	if err != nil {
		return fmt.Errorf("redeem code: %w", err)
	}
	if err := outcomeOf(reply[0]); err != nil || replies[0].Val() == int64(1) {
		return err
	}
	if err := s.RevokeGrant(ctx, grant.ID); err != nil {
		return err
	}
	return core.ErrNotFound
}

// indexGrant adds the grant to the list of its user, and, unless it has offline_access, to that of
// the session with which it ends. The reply of the script is 0 if that session has ended, else 1.
func (s *Store) indexGrant(grant *core.Grant) call {
	keys := []string{userGrantsKey(grant.Subject)}
	if grant.SessionID != "" && !grant.Offline {
		keys = append(keys, sessionGrantsKey(grant.Subject, grant.SessionID))
	}
	return call{indexGrant, keys, []any{grant.ID, grant.ExpiresAt.UnixMilli(), s.now().UnixMilli()}}
}
