package redisstore

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	v1 "github.com/go-json-experiment/json/v1"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

func grantKey(gid string) string { return "grant:{" + gid + "}" }

// sessionGrantsKey is the list of the grants that end with a session.
func sessionGrantsKey(sub, sid string) string {
	return "session-grants:{" + oauth.Hash(sub) + "}:" + oauth.Hash(sid)
}

// GrantByID gives a grant by its name. It returns core.ErrNotFound when the grant is
// unknown, has expired or was revoked.
func (s *Store) GrantByID(ctx context.Context, gid string) (core.Grant, error) {
	fields, err := s.rdb.HMGet(ctx, grantKey(gid), grantFields()...).Result()
	if err != nil {
		return core.Grant{}, fmt.Errorf("grant by id: %w", err)
	}
	return s.liveGrant(fields)
}

// grantFields are what liveGrant reads, in this order.
func grantFields() []string { return []string{"grant", "revoked", "rotated"} }

// liveGrant gives the grant of the fields. It returns core.ErrNotFound when it is
// unknown, has expired, was revoked, or has rested for too long.
func (s *Store) liveGrant(fields []any) (core.Grant, error) {
	record, known := fields[0].(string)
	if !known || fields[1] != nil {
		return core.Grant{}, core.ErrNotFound
	}
	grant, err := decodeGrant(record)
	if err != nil {
		return core.Grant{}, err
	}
	rotated, _ := fields[2].(string)
	used, err := strconv.ParseInt(rotated, 10, 64)
	if err != nil || !grant.Live(s.now(), time.UnixMilli(used)) {
		return core.Grant{}, core.ErrNotFound
	}
	return grant, nil
}

// decodeGrant decodes the record of a grant, which encoding/json wrote. Every refresh does this, and
// this library needs half the time and memory of encoding/json.
func decodeGrant(record string) (grant core.Grant, err error) {
	if err := json.Unmarshal([]byte(record), &grant, v1.FormatDurationAsNano(true)); err != nil {
		return core.Grant{}, fmt.Errorf("decode grant: %w", err)
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
	fields, err := s.rdb.HMGet(ctx, grantKey(gid), append(grantFields(), "current")...).Result()
	if err != nil {
		return grant, false, fmt.Errorf("find grant: %w", err)
	}
	hash, _ := fields[3].(string)
	if hash == "" {
		return grant, false, core.ErrNotFound
	}
	grant, err = s.liveGrant(fields)
	return grant, err == nil && oauth.HashMatches(refreshToken, hash), err
}
