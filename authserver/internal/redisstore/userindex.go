package redisstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Each user has a sorted set of grant ids and one of session handles, as hashes. The score
// is the time of expiry. The sets may contain records that no longer exist, so readers look up
// each record.
func userGrantsKey(sub string) string { return "user-grants:{" + oauth.Hash(sub) + "}" }

func userSessionsKey(sub string) string { return "user-sessions:{" + oauth.Hash(sub) + "}" }

// GrantsOf returns the user's grants that are neither expired nor revoked, newest first.
func (s *Store) GrantsOf(ctx context.Context, sub string) ([]core.Grant, error) {
	gids, err := s.indexed(ctx, userGrantsKey(sub))
	if err != nil || len(gids) == 0 {
		return nil, err
	}
	found := make([]*redis.SliceCmd, len(gids))
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, gid := range gids {
			found[i] = p.HMGet(ctx, grantKey(gid), grantFields()...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("grants of user: %w", err)
	}
	var grants []core.Grant
	for _, fields := range found {
		grant, err := s.liveGrant(fields.Val())
		if err != nil && !errors.Is(err, core.ErrNotFound) {
			return nil, fmt.Errorf("grants of user: %w", err)
		}
		if err == nil && grant.Subject == sub {
			grants = append(grants, grant)
		}
	}
	slices.SortStableFunc(grants, func(a, b core.Grant) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return grants, nil
}

// SessionsOf returns the user's sessions that are neither ended nor expired, newest first.
func (s *Store) SessionsOf(ctx context.Context, sub string) ([]core.Session, error) {
	found, err := s.sessionsOf(ctx, sub)
	if err != nil {
		return nil, err
	}
	var sessions []core.Session
	for _, one := range found {
		sessions = append(sessions, one.Session)
	}
	slices.SortStableFunc(sessions, func(a, b core.Session) int { return b.AuthTime.Compare(a.AuthTime) })
	return sessions, nil
}

// storedSession is a session and its key in Redis.
type storedSession struct {
	core.Session
	key string
}

func (s *Store) sessionsOf(ctx context.Context, sub string) ([]storedSession, error) {
	hashes, err := s.indexed(ctx, userSessionsKey(sub))
	if err != nil || len(hashes) == 0 {
		return nil, err
	}
	found := make([]*redis.MapStringStringCmd, len(hashes))
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, hash := range hashes {
			found[i] = p.HGetAll(ctx, sessionKeyOf(oauth.Hash(sub), hash))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sessions of user: %w", err)
	}
	var sessions []storedSession
	for i, fields := range found {
		if fields.Val()["session"] == "" {
			continue
		}
		session, err := decodeSession(fields.Val())
		if err != nil {
			return nil, fmt.Errorf("sessions of user: %w", err)
		}
		if session.Subject == sub && session.Live(s.now()) {
			sessions = append(sessions, storedSession{session, sessionKeyOf(oauth.Hash(sub), hashes[i])})
		}
	}
	return sessions, nil
}

// indexed returns the members of an index that have not expired.
func (s *Store) indexed(ctx context.Context, key string) ([]string, error) {
	members, err := s.rdb.ZRangeByScore(ctx, key, &redis.ZRangeBy{
		Min: "(" + strconv.FormatInt(s.now().UnixMilli(), 10), Max: "+inf",
	}).Result()
	if err != nil {
		return nil, fmt.Errorf("index of user: %w", err)
	}
	return members, nil
}
