package redisstore

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// touchSession slides a session that is still there.
var touchSession = untimed("touch_session")

// clientField begins the names of the fields that note who got a code.
const clientField = "client:"

func sessionKey(handle string) string { return sessionKeyOf(oauth.Hash(handle)) }
func sessionKeyOf(hash string) string { return "session:{" + hash + "}" }

// SaveSession keeps a session under the hash of its handle until its absolute end.
func (s *Store) SaveSession(ctx context.Context, handle string, session core.Session) error {
	clients := session.Clients
	session.Clients = nil // each is a field of its own, so that two can be added at once
	record, err := json.Marshal(session)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	fields := []any{"session", record, "idle", session.IdleUntil.UnixMilli()}
	for _, id := range clients {
		fields = append(fields, clientField+id, "1")
	}
	// First the index: a session that exists can always be found by its user.
	if err := s.index(ctx, s.rdb, userSessionsKey(session.Subject), oauth.Hash(handle), session.ExpiresAt).Err(); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	key := sessionKey(handle)
	_, err = s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, key, fields...)
		p.PExpire(ctx, key, max(session.ExpiresAt.Sub(s.now()), time.Millisecond))
		return nil
	})
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// FindSession returns core.ErrNotFound for a session that is unknown, ended,
// idle for too long, or at its absolute end.
func (s *Store) FindSession(ctx context.Context, handle string) (core.Session, error) {
	session, err := s.StoredSession(ctx, handle)
	if err == nil && !session.Live(s.now()) {
		return core.Session{}, core.ErrNotFound
	}
	return session, err
}

// StoredSession is FindSession also for a session that is idle for too long.
func (s *Store) StoredSession(ctx context.Context, handle string) (core.Session, error) {
	fields, err := s.rdb.HGetAll(ctx, sessionKey(handle)).Result()
	switch {
	case err != nil:
		return core.Session{}, fmt.Errorf("find session: %w", err)
	case fields["session"] == "":
		return core.Session{}, core.ErrNotFound
	}
	session, err := decodeSession(fields)
	if err != nil {
		return core.Session{}, fmt.Errorf("find session: %w", err)
	}
	return session, nil
}

func decodeSession(fields map[string]string) (core.Session, error) {
	var session core.Session
	if err := json.Unmarshal([]byte(fields["session"]), &session); err != nil {
		return session, err
	}
	idle, err := strconv.ParseInt(fields["idle"], 10, 64)
	if err != nil {
		return session, err
	}
	session.IdleUntil = time.UnixMilli(idle).UTC()
	for name := range fields {
		if id, ok := strings.CutPrefix(name, clientField); ok {
			session.Clients = append(session.Clients, id)
		}
	}
	slices.Sort(session.Clients)
	return session, nil
}

// TouchSession moves the idle end of a session and notes a client that got a
// code in it, "" for none. A session that has ended does not come back:
// core.ErrNotFound.
func (s *Store) TouchSession(ctx context.Context, handle string, idleUntil time.Time, clientID string) error {
	args := []any{idleUntil.UnixMilli()}
	if clientID != "" {
		args = append(args, clientField+clientID)
	}
	there, err := touchSession.Run(ctx, s.rdb, []string{sessionKey(handle)}, args...).Bool()
	switch {
	case err != nil && err != redis.Nil: //nolint:errorlint // Bool gives redis.Nil itself for false
		return fmt.Errorf("touch session: %w", err)
	case !there:
		return core.ErrNotFound
	}
	return nil
}

// EndSession ends a session and gives it, with every client that got a code in
// it, to exactly one caller. One that is gone already is no error: the others
// get the zero Session.
func (s *Store) EndSession(ctx context.Context, handle string) (core.Session, error) {
	return s.endSession(ctx, sessionKey(handle))
}

func (s *Store) endSession(ctx context.Context, key string) (core.Session, error) {
	var fields *redis.MapStringStringCmd
	_, err := s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		fields = p.HGetAll(ctx, key)
		p.Del(ctx, key)
		return nil
	})
	if err != nil {
		return core.Session{}, fmt.Errorf("end session: %w", err)
	}
	if fields.Val()["session"] == "" {
		return core.Session{}, nil
	}
	session, err := decodeSession(fields.Val())
	if err != nil {
		return core.Session{}, fmt.Errorf("end session: %w", err)
	}
	return session, nil
}
