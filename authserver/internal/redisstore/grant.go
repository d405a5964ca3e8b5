package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

//go:embed lua/save_grant.lua
var saveGrantSource string

// saveGrant keeps a new grant, unless it was revoked before it was saved.
var saveGrant = redis.NewScript(saveGrantSource)

//go:embed lua/join_session.lua
var joinSessionSource string

// joinSession notes a grant with the session that it ends with.
var joinSession = redis.NewScript(joinSessionSource)

func grantKey(gid string) string         { return "grant:{" + gid + "}" }
func sessionGrantsKey(sid string) string { return "session-grants:{" + oauth.Hash(sid) + "}" }

// SaveGrant keeps a new grant and the hash of its first refresh token, "" if it
// has none. A grant that was revoked before it was saved stays revoked; that is
// no error, its tokens are simply dead (a code replayed during its redemption).
// It returns core.ErrNotFound, and revokes the grant, if the session that the
// grant depends on has ended meanwhile.
func (s *Store) SaveGrant(ctx context.Context, grant core.Grant, refreshToken string) error {
	record, err := json.Marshal(grant)
	if err != nil {
		return fmt.Errorf("save grant: %w", err)
	}
	current := ""
	if refreshToken != "" {
		current = oauth.Hash(refreshToken)
	}
	expires := grant.ExpiresAt.UnixMilli()
	ttl := expires - s.now().UnixMilli()
	var joined *redis.Cmd
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		s.index(ctx, p, userGrantsKey(grant.Subject), grant.ID, grant.ExpiresAt)
		saveGrant.Eval(ctx, p, []string{grantKey(grant.ID)}, grant.ClientID, expires, grant.Scope.String(), record, current, ttl, grant.KeyThumbprint)
		if grant.SessionID != "" && !grant.Offline {
			joined = joinSession.Eval(ctx, p, []string{sessionGrantsKey(grant.SessionID)}, grant.ID, ttl)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save grant: %w", err)
	}
	if joined == nil || joined.Val() == int64(1) {
		return nil
	}
	if err := s.RevokeGrant(ctx, grant.ID); err != nil {
		return err
	}
	return core.ErrNotFound
}

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
