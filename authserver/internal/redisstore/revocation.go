package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// keepRevoked is the minimum time for which a revocation is kept. It is longer than a
// code (at most 10m) or device code (30m), plus the lifetime of an access token (1h).
const keepRevoked = time.Hour + core.MaxAccessTokenTTL

// revokeGrant ends a grant, known or not yet.
var revokeGrant = untimed("revoke_grant")

// endSessionGrants returns the grants of a session, and lets no more be added.
var endSessionGrants = untimed("end_session_grants")

func revokedTokenKey(jti string) string { return "revoked-token:{" + jti + "}" }

// RevokeGrant ends the grant and all tokens that came or will come from it. A
// grant that is not known yet is revoked too: its code is being redeemed.
func (s *Store) RevokeGrant(ctx context.Context, gid string) error {
	if err := s.revokeGrants(ctx, gid); err != nil {
		return fmt.Errorf("revoke grant: %w", err)
	}
	return nil
}

// audiencesOf returns the audience of each grant, nil for a grant that is not stored
// yet. The audience of a grant never changes.
func (s *Store) audiencesOf(ctx context.Context, gids []string) ([][]string, error) {
	found := make([]*redis.StringCmd, len(gids))
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, gid := range gids {
			found[i] = p.HGet(ctx, grantKey(gid), "grant")
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	audiences := make([][]string, len(gids))
	for i, one := range found {
		var grant core.Grant
		record, err := one.Result()
		switch {
		case errors.Is(err, redis.Nil):
			continue
		case err == nil:
			grant, err = decodeGrant(record)
		}
		if err != nil {
			return nil, err
		}
		audiences[i] = grant.Audience
	}
	return audiences, nil
}

// revokeGrants first appends to the feed for resource servers, and then revokes. On a
// cluster the feed is on another node than the grant: in one pipeline a grant could be
// revoked without an event in the feed, and a caller who repeats the call would find
// no grant. Both steps can be repeated.
func (s *Store) revokeGrants(ctx context.Context, gids ...string) error {
	audiences, err := s.audiencesOf(ctx, gids)
	if err != nil {
		return err
	}
	announced, revoked := make([]call, len(gids)), make([]call, len(gids))
	for i, gid := range gids {
		announced[i] = s.announceGrant(gid, audiences[i])
		revoked[i] = call{revokeGrant, []string{grantKey(gid)}, []any{s.now().UnixMilli(), keepRevoked.Milliseconds()}}
	}
	if _, err := s.run(ctx, announced...); err != nil {
		return err
	}
	_, err = s.run(ctx, revoked...)
	return err
}

// RevokeSession ends every grant that depends on the session of the user: all but those with
// offline_access (OIDC Core §11), and those whose codes are still outstanding. It
// may be repeated, and must be after an error.
func (s *Store) RevokeSession(ctx context.Context, sub, sid string) error {
	gids, err := endSessionGrants.Run(ctx, s.rdb, []string{sessionGrantsKey(sub, sid)}, keepRevoked.Milliseconds()).StringSlice()
	if err != nil {
		return fmt.Errorf("revoke session: %w", err)
	}
	if len(gids) == 0 {
		return nil
	}
	if err := s.revokeGrants(ctx, gids...); err != nil {
		return fmt.Errorf("revoke session: %w", err)
	}
	return nil
}

// RevokeToken revokes one access token with that audience. The revocation is kept
// until the token expires.
func (s *Store) RevokeToken(ctx context.Context, jti string, audience []string, expiresAt time.Time) error {
	ttl := expiresAt.Sub(s.now())
	if ttl <= 0 {
		return nil
	}
	if _, err := s.run(ctx, s.announceToken(jti, audience, expiresAt)); err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	if err := s.rdb.Set(ctx, revokedTokenKey(jti), "1", max(ttl, time.Second)).Err(); err != nil {
		return fmt.Errorf("revoke token: %w", err)
	}
	return nil
}

// Revoked tells whether the access token, or the grant that it came from, was
// revoked: one round trip. gid is "" for a token without a grant.
func (s *Store) Revoked(ctx context.Context, jti, gid string) (bool, error) {
	var token *redis.IntCmd
	var grant *redis.BoolCmd
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		token = p.Exists(ctx, revokedTokenKey(jti))
		if gid != "" {
			grant = p.HExists(ctx, grantKey(gid), "revoked")
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("look for revocation: %w", err)
	}
	return token.Val() > 0 || grant != nil && grant.Val(), nil
}
