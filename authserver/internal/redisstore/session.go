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

// saveSession stores a session, and adds it to the list of its user.
var saveSession = indexing("save_session")

// useSession extends a session that has not ended.
var useSession = indexing("use_session")

// clientField is the start of the names of the fields that say which clients got a code.
const clientField = "client:"

// sessionKey has the hash of the user as hash tag, as all keys of a user have.
func sessionKey(handle string) string { return sessionKeyOf(userOf(handle), oauth.Hash(handle)) }

func sessionKeyOf(user, hash string) string { return "session:{" + user + "}:" + hash }

// userOf returns the hash of the user in a handle of core.NewHandle.
func userOf(handle string) string {
	_, user, _ := strings.Cut(handle, ".")
	return user
}

// SaveSession stores a session under the hash of its handle until its absolute end. The
// handle is from core.NewHandle.
func (s *Store) SaveSession(ctx context.Context, handle string, session core.Session) error {
	clients := session.Clients
	session.Clients = nil // each is a field of its own, so that two can be added at once
	record, err := json.Marshal(session)
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	args := []any{
		oauth.Hash(handle), session.ExpiresAt.UnixMilli(), s.now().UnixMilli(),
		"session", record, "idle", session.IdleUntil.UnixMilli(),
	}
	for _, id := range clients {
		args = append(args, clientField+id, "1")
	}
	keys := []string{sessionKeyOf(oauth.Hash(session.Subject), oauth.Hash(handle)), userSessionsKey(session.Subject)}
	if err := saveSession.Run(ctx, s.rdb, keys, args...).Err(); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// FindSession returns core.ErrNotFound for a session that is unknown, ended,
// idle for too long, or at its absolute end.
func (s *Store) FindSession(ctx context.Context, handle string) (core.Session, error) {
	return s.live(s.StoredSession(ctx, handle))
}

// StoredSession is FindSession, but also returns a session that was idle for too long, or that has
// expired, while its record is stored.
func (s *Store) StoredSession(ctx context.Context, handle string) (core.Session, error) {
	return sessionIn(s.rdb.HGetAll(ctx, sessionKey(handle)))
}

// SessionAndConsent returns the session, with the errors of FindSession, and what its user has
// allowed the client before, nil if nothing. It takes one round trip: the handle names the user.
func (s *Store) SessionAndConsent(ctx context.Context, handle, clientID string) (core.Session, *core.Consent, error) {
	var fields *redis.MapStringStringCmd
	var record *redis.StringCmd
	_, _ = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error { // each command has its own error
		fields, record = p.HGetAll(ctx, sessionKey(handle)), p.HGet(ctx, consentsKeyOf(userOf(handle)), clientID)
		return nil
	})
	session, err := s.live(sessionIn(fields))
	if err != nil {
		return session, nil, err
	}
	consent, err := core.PreviousConsent(s.consentIn(record, session.Subject, clientID))
	return session, consent, err
}

// live passes on what was read, but returns core.ErrNotFound for a session that was idle for too
// long, or that has expired.
func (s *Store) live(session core.Session, err error) (core.Session, error) {
	if err == nil && !session.Live(s.now()) {
		return core.Session{}, core.ErrNotFound
	}
	return session, err
}

// sessionIn decodes the reply of HGETALL. It returns core.ErrNotFound if there is no record.
func sessionIn(reply *redis.MapStringStringCmd) (core.Session, error) {
	fields, err := reply.Result()
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

// TouchSession extends the idle time of a session to idleUntil, unless it ends later already, and
// records a client that got a code in the session. It returns core.ErrNotFound for a session that has ended.
func (s *Store) TouchSession(ctx context.Context, handle string, idleUntil time.Time, clientID string) error {
	used, err := useSession.Run(ctx, s.rdb, []string{sessionKey(handle)}, idleUntil.UnixMilli(), clientField+clientID).Int()
	switch {
	case err != nil:
		return fmt.Errorf("touch session: %w", err)
	case used == 0:
		return core.ErrNotFound
	}
	return nil
}

// EndSession ends a session and returns it, with every client that got a code in it. Exactly one of
// several callers gets the session; the others get the zero Session and no error.
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
