package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

var (
	joinGroup   = script("join_group")
	endGroup    = script("end_group")
	countLogout = script("count_logout")
)

// A group is a sorted set of session handles, scored by the end of the session, and a
// second key with the last logout of the group, which is kept for a while.
func groupKeys(key string) []string {
	tagged := "client:sessions:{" + key + "}"
	return []string{tagged, tagged + ":ended"}
}

func joinKeys(groups []core.Group) string {
	keys := make([]string, len(groups))
	for i, g := range groups {
		keys[i] = g.Key()
	}
	return strings.Join(keys, " ")
}

// join adds a session that is already stored: a member without a session is one that has ended,
// never one that will be stored later.
func (s *Store) join(ctx context.Context, g core.Group, session core.Session) error {
	reply, err := joinGroup.Run(ctx, s.rdb, groupKeys(g.Key()), session.Handle,
		session.Logouts, session.User.AuthTime,
		session.Ends.Sub(s.now()).Milliseconds(), garbageAfter.Milliseconds()).Text()
	if err != nil {
		return err
	}
	if reply != "ok" {
		return fmt.Errorf("%w: signed out at the issuer meanwhile", core.ErrSessionEnded)
	}
	return nil
}

// leave removes an ended session from its groups. If Redis cannot be reached then, the next list
// removes it.
func (s *Store) leave(ctx context.Context, handle, groups string) {
	_, _ = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, key := range strings.Fields(groups) {
			p.ZRem(ctx, groupKeys(key)[0], handle)
		}
		return nil
	})
}

// logoutsFor is how long the number of an issuer's logout tokens is kept after it was last
// read or changed. It is longer than any login may take (login-ttl is an hour at most),
// so a number that a login has read is not given to a later logout again.
const logoutsFor = 24 * time.Hour

func logoutsKey(issuer string) string { return "client:logouts:{" + oauth.Hash(issuer) + "}" }

// Logouts returns how many logout tokens of the issuer have been received. A login stores
// this number when it begins, and a later logout gets a higher number. So the order of
// login and logout is known without comparing clocks.
func (s *Store) Logouts(ctx context.Context, issuer string) (int64, error) {
	n, err := s.rdb.GetEx(ctx, logoutsKey(issuer), logoutsFor).Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, fmt.Errorf("count logouts: %w", err)
	}
	return n, nil
}

// EndSessions returns the handles of the sessions that the token ends, for TakeSession.
// For the duration remember it also refuses new sessions of the same groups whose sign-in
// began before this call, unless the user authenticated after the token was issued.
func (s *Store) EndSessions(ctx context.Context, token core.LogoutToken, remember time.Duration) ([]string, error) {
	number, err := countLogout.Run(ctx, s.rdb, []string{logoutsKey(token.Issuer)}, logoutsFor.Milliseconds()).Int64()
	if err != nil {
		return nil, fmt.Errorf("count logout: %w", err)
	}
	var all []string
	for _, g := range token.Ends() {
		handles, err := endGroup.Run(ctx, s.rdb, groupKeys(g.Key()), number, token.Issued.Unix(),
			(remember + garbageAfter).Milliseconds()).StringSlice()
		if err != nil {
			return nil, fmt.Errorf("end sessions: %w", err)
		}
		all = append(all, handles...)
	}
	return all, nil
}

// Handles returns the handles of all sessions of the group; some of these sessions may have
// ended.
func (s *Store) Handles(ctx context.Context, g core.Group) ([]string, error) {
	handles, err := s.rdb.ZRange(ctx, groupKeys(g.Key())[0], 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return handles, nil
}

// maxListed is how many sessions a list shows: the newest.
const maxListed = 100

// ListSessions returns the sessions of the group that have not ended, without their IDs. It does
// not count as a use of them, and removes those that have ended from the group.
func (s *Store) ListSessions(ctx context.Context, g core.Group) ([]core.Session, error) {
	key := groupKeys(g.Key())[0]
	handles, err := s.rdb.ZRevRange(ctx, key, 0, maxListed-1).Result()
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	replies := make([]*redis.SliceCmd, len(handles))
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, handle := range handles {
			replies[i] = p.HMGet(ctx, sessionKey(handle), "version", "ends", "idle_until", "sealed")
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var sessions []core.Session
	var over []any
	for i, reply := range replies {
		if session, ok := s.listed(handles[i], reply.Val()); ok {
			sessions = append(sessions, session)
		} else {
			over = append(over, handles[i])
		}
	}
	if len(over) > 0 {
		_ = s.rdb.ZRem(ctx, key, over...).Err() // the next list does it
	}
	return sessions, nil
}

// listed is a session of a list, unless it is over.
func (s *Store) listed(handle string, fields []any) (core.Session, bool) {
	var r [4]string
	for i, field := range fields {
		r[i], _ = field.(string)
	}
	session, err := s.decode(handle, record{r[0], r[2], r[3]})
	ends, _ := strconv.ParseInt(r[1], 10, 64)
	now := s.now()
	return session, err == nil && now.Before(session.Idles) && now.UnixMilli() < ends
}
