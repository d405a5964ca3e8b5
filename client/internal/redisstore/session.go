package redisstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

var (
	loadSession    = script("load_session")
	replaceSession = script("replace_session")
)

func sessionKey(id string) string { return "client:session:{" + oauth.Hash(id) + "}" }

// CreateSession keeps a new session. Its ID must be fresh.
func (s *Store) CreateSession(ctx context.Context, session core.Session) error {
	key := sessionKey(session.ID)
	sealed, err := s.seal(session, key)
	if err != nil {
		return fmt.Errorf("create session: %w", err)
	}
	_, err = s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, key, "version", 1, "ends", session.Ends.UnixMilli(), "idle_until", s.idleUntil(), "sealed", sealed)
		p.PExpire(ctx, key, s.idle+garbageAfter)
		return nil
	})
	if err != nil {
		return fmt.Errorf("create session: %w", err)
	}
	return nil
}

// LoadSession returns the session and notes that it was used, or
// core.ErrNotFound if there is none or it is over.
func (s *Store) LoadSession(ctx context.Context, id string) (core.Session, error) {
	key := sessionKey(id)
	reply, err := loadSession.Run(ctx, s.rdb, []string{key},
		s.now().UnixMilli(), s.idleUntil(), (s.idle + garbageAfter).Milliseconds()).StringSlice()
	if err != nil {
		return core.Session{}, fmt.Errorf("load session: %w", err)
	}
	if len(reply) == 0 {
		return core.Session{}, core.ErrNotFound
	}
	return s.decode(id, reply[0], reply[1])
}

func (s *Store) decode(id, version, sealed string) (core.Session, error) {
	session := core.Session{}
	if err := s.open(sealed, sessionKey(id), &session); err != nil {
		return core.Session{}, fmt.Errorf("load session: %w", err)
	}
	session.ID = id
	var err error
	session.Version, err = strconv.ParseInt(version, 10, 64)
	return session, err
}

// ReplaceSession stores the session if it still has the version that was read,
// and returns it with the next one. Else it returns core.ErrSuperseded, or
// core.ErrNotFound if the session ended meanwhile.
func (s *Store) ReplaceSession(ctx context.Context, session core.Session) (core.Session, error) {
	key := sessionKey(session.ID)
	sealed, err := s.seal(session, key)
	if err != nil {
		return session, fmt.Errorf("replace session: %w", err)
	}
	reply, err := replaceSession.Run(ctx, s.rdb, []string{key}, session.Version, sealed).Text()
	if err != nil {
		return session, fmt.Errorf("replace session: %w", err)
	}
	switch reply {
	case "ok":
		session.Version++
		return session, nil
	case "superseded":
		return session, core.ErrSuperseded
	default:
		return session, core.ErrNotFound
	}
}

// DeleteSession ends a session. That there is none is no error.
func (s *Store) DeleteSession(ctx context.Context, id string) error {
	if err := s.rdb.Del(ctx, sessionKey(id)).Err(); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	return nil
}

func (s *Store) idleUntil() int64 { return s.now().Add(s.idle).UnixMilli() }
