package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

//go:embed lua/rotate.lua
var rotateSource string

// rotate replaces the current refresh token of a family, or ends the family.
var rotate = timed(rotateSource)

// Rotate replaces the presented refresh token by a successor, in one round
// trip, and gives the grant with it (RFC 9700 §4.14.2). The token that was
// current last, presented again within the grace, gets the same successor, so
// that a lost response costs nothing. The grace runs by the clock of Redis. The
// scope and the resources asked for must be within the grant; the refresh token
// itself keeps the whole grant.
//
// A family that is bound to a key needs a proof by that key. One that is not is
// bound by the first proof that comes with its current token (RFC 9449 §5).
//
// The first rule that the request breaks decides, in this order. Rotate returns
// core.ErrNotFound for a token that is unknown, expired or revoked, or of a grant that
// was not refreshed for longer than grant.Idle, and
// core.ErrOtherClient, both with nothing changed; core.ErrRefreshReused for an
// older token, whatever key, scope and resource come with it, after revoking the
// family; core.ErrOtherKey, core.ErrScopeWidened, core.ErrOtherResource and
// core.ErrScopeLost, of a request without a scope for a grant of which the client may
// have nothing today, with nothing changed.
func (s *Store) Rotate(ctx context.Context, r core.Rotation) (core.Grant, string, error) {
	var grant core.Grant
	gid, ok := refreshtoken.GrantOf(r.Presented)
	if !ok {
		return grant, "", core.ErrNotFound
	}
	successor := refreshtoken.Next(r.Presented)
	args := []any{
		r.ClientID, r.Grace.Milliseconds(), r.Scope.String(), keepRevoked.Milliseconds(),
		oauth.Hash(r.Presented), oauth.Hash(successor), refreshtoken.SealSuccessor(r.Presented, successor), r.KeyThumbprint,
		r.Allowed.String(),
	}
	for _, resource := range r.Resource {
		args = append(args, resource)
	}
	reply, err := rotate.Run(ctx, s.rdb, []string{grantKey(gid)}, args...).StringSlice()
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
		successor, err = refreshtoken.OpenSuccessor(r.Presented, reply[2])
		return grant, successor, err
	}
	return grant, successor, outcomeOf(reply[0])
}
