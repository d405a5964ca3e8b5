package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
)

var loadSession = script("load_session")

// LoadSession returns the session and stores the time of its use, with the precision of touchEvery. It
// returns core.ErrNotFound if there is no such session or if it has ended. The caller must not change
// the slices and maps of the session, which other requests share.
func (s *Store) LoadSession(ctx context.Context, id string) (core.Session, error) {
	handle := core.HandleOf(id)
	session, current, err := s.fromMemory(ctx, handle)
	if err == nil && !current {
		session, err = s.load(ctx, handle)
	}
	if err != nil {
		return core.Session{}, fmt.Errorf("load session: %w", err)
	}
	session.ID = id
	return session, nil
}

// fromMemory returns the session in memory, and whether it is current: Redis has the same version of
// it, and its use need not be stored yet.
func (s *Store) fromMemory(ctx context.Context, handle string) (session core.Session, current bool, err error) {
	session, ok := s.memory.get(handle)
	if !ok || s.mustLoad(session) {
		return session, false, nil
	}
	version, err := s.rdb.HGet(ctx, sessionKey(handle), "version").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return session, false, err
	}
	return session, version == session.Version, nil
}

// mustLoad reports whether a session in memory has ended, or its use must be stored now.
func (s *Store) mustLoad(session core.Session) bool {
	now := s.now()
	return !now.Before(session.Ends) || now.Sub(session.Used) >= s.touchEvery()
}

// touchEvery is the precision with which the last use of a session is stored: a minute, or a tenth of
// the idle limit. So a page that makes many calls causes one write a minute.
func (s *Store) touchEvery() time.Duration { return min(time.Minute, s.idle/10) }

// load reads the session from Redis and keeps it in memory until its next use must be stored.
func (s *Store) load(ctx context.Context, handle string) (core.Session, error) {
	reply, err := loadSession.Run(ctx, s.rdb, []string{sessionKey(handle)},
		s.now().UnixMilli(), s.idleUntil(), (s.idle + garbageAfter).Milliseconds(), s.touchEvery().Milliseconds()).StringSlice()
	if err != nil {
		return core.Session{}, err
	}
	if len(reply) == 0 {
		s.memory.drop(handle)
		return core.Session{}, core.ErrNotFound
	}
	r := record{reply[0], reply[1], reply[2]}
	session, err := s.decode(handle, r)
	if err == nil && len(r.sealed) <= maxRecord {
		s.memory.put(session, min(s.touchEvery(), session.Ends.Sub(s.now())))
	}
	return session, err
}
