package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

//go:embed lua/rotate.lua
var rotateSource string

// rotate replaces the current refresh token of a family, or ends the family.
var rotate = redis.NewScript(rotateSource)

// Rotate replaces the presented refresh token by a successor, in one round
// trip, and gives the grant with it (RFC 9700 §4.14.2). The token that was
// current last, presented again within the grace, gets the same successor: a
// lost response is forgiven. The scope asked for, nil for all, must be within
// the grant's; the refresh token itself keeps the whole scope.
//
// jkt is the key that a public client proved, "" for none: a token that is bound
// to a key needs a proof by that key, and one that is not is bound from its first
// proof on (RFC 9449 §5).
//
// It returns core.ErrNotFound for a token that is unknown, expired or revoked;
// core.ErrOtherClient, core.ErrOtherKey and core.ErrScopeWidened, with nothing changed; and
// core.ErrRefreshReused for an older token, after revoking the family.
func (s *Store) Rotate(ctx context.Context, presented, clientID, jkt string, scope oauth.Scope, grace time.Duration) (core.Grant, string, error) {
	var grant core.Grant
	gid, ok := refreshtoken.GrantOf(presented)
	if !ok {
		return grant, "", core.ErrNotFound
	}
	successor := refreshtoken.Next(presented)
	reply, err := rotate.Run(ctx, s.rdb, []string{grantKey(gid)},
		clientID, s.now().UnixMilli(), grace.Milliseconds(), scope.String(), keepRevoked.Milliseconds(),
		oauth.Hash(presented), oauth.Hash(successor), refreshtoken.SealSuccessor(presented, successor), jkt).StringSlice()
	if err != nil {
		return grant, "", fmt.Errorf("rotate refresh token: %w", err)
	}
	if len(reply) > 1 {
		if err := json.Unmarshal([]byte(reply[1]), &grant); err != nil {
			return grant, "", fmt.Errorf("rotate refresh token: %w", err)
		}
	}
	if reply[0] == "reused" { // the script has revoked; this tells resource servers
		if err := s.RevokeGrant(ctx, gid); err != nil {
			return grant, "", err
		}
	}
	if reply[0] == "again" { // within the grace: the successor that was given before
		successor, err = refreshtoken.OpenSuccessor(presented, reply[2])
		return grant, successor, err
	}
	return grant, successor, outcomeOf(reply[0])
}
