package redisstore

import (
	"context"
	"encoding/json"
	"fmt"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

func grantKey(gid string) string         { return "grant:{" + gid + "}" }
func sessionGrantsKey(sid string) string { return "session-grants:{" + oauth.Hash(sid) + "}" }

// GrantByID gives a grant by its name. It returns core.ErrNotFound when the grant is
// unknown, has expired or was revoked.
func (s *Store) GrantByID(ctx context.Context, gid string) (core.Grant, error) {
	var grant core.Grant
	fields, err := s.rdb.HMGet(ctx, grantKey(gid), "grant", "revoked").Result()
	if err != nil {
		return grant, fmt.Errorf("grant by id: %w", err)
	}
	record, known := fields[0].(string)
	if !known || fields[1] != nil {
		return grant, core.ErrNotFound
	}
	if err := json.Unmarshal([]byte(record), &grant); err != nil {
		return grant, fmt.Errorf("grant by id: %w", err)
	}
	if !s.now().Before(grant.ExpiresAt) {
		return core.Grant{}, core.ErrNotFound
	}
	return grant, nil
}

// FindGrant gives the grant that a refresh token belongs to, and whether the
// token is the current one of its family. It returns core.ErrNotFound for an
// unknown token, and when the grant has expired or was revoked.
func (s *Store) FindGrant(ctx context.Context, refreshToken string) (grant core.Grant, current bool, err error) {
	gid, ok := refreshtoken.GrantOf(refreshToken)
	if !ok {
		return grant, false, core.ErrNotFound
	}
	fields, err := s.rdb.HMGet(ctx, grantKey(gid), "grant", "current", "revoked").Result()
	if err != nil {
		return grant, false, fmt.Errorf("find grant: %w", err)
	}
	record, known := fields[0].(string)
	hash, _ := fields[1].(string)
	if !known || hash == "" || fields[2] != nil {
		return grant, false, core.ErrNotFound
	}
	if err := json.Unmarshal([]byte(record), &grant); err != nil {
		return grant, false, fmt.Errorf("find grant: %w", err)
	}
	if !s.now().Before(grant.ExpiresAt) {
		return core.Grant{}, false, core.ErrNotFound
	}
	return grant, oauth.HashMatches(refreshToken, hash), nil
}
