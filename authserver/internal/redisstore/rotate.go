package redisstore

import (
	"context"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

// rotate replaces the current refresh token of a family, or ends the family.
var rotate = timed("rotate")

// Rotate replaces the presented refresh token by a successor, in one round
// trip, and returns the grant (RFC 9700 §4.14.2). The previous token gets the
// same successor if it is retried within the grace, so that a client that
// lost a response can repeat the request. The grace is measured by the clock of
// Redis. The requested scope and resources must be within the grant; the refresh
// token itself keeps the whole grant.
//
// A family that is bound to a key needs a proof by that key. A family that is not
// bound yet is bound by the first proof that comes with its current token (RFC 9449 §5).
//
// The first error that applies is returned, in this order:
//   - core.ErrNotFound: the token is unknown, expired or revoked, or the grant was not
//     refreshed for grant.Idle
//   - core.ErrOtherClient: the token was issued to another client
//   - core.ErrRefreshReused: the token was replaced before, whatever key, scope and
//     resource come with it; the family is now revoked
//   - core.ErrOtherKey, core.ErrScopeWidened, core.ErrOtherResource
//   - core.ErrScopeLost: the request names no scope, and the registration of the client
//     allows nothing of the grant any more
//
// All but core.ErrRefreshReused change nothing.
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
		if grant, err = decodeGrant(reply[1]); err != nil {
			return grant, "", fmt.Errorf("rotate refresh token: %w", err)
		}
	}
	if reply[0] == "reused" { // the script has revoked; this tells resource servers
		if err := s.RevokeGrant(ctx, gid); err != nil {
			return grant, "", err
		}
	}
	if reply[0] == "retry" { // within the grace: the successor that was given before
		successor, err = refreshtoken.OpenSuccessor(r.Presented, reply[2])
		return grant, successor, err
	}
	return grant, successor, outcomeOf(reply[0])
}
