package redisstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
)

var (
	replaceSession = script("replace_session")
	takeSession    = script("take_session")
)

// newVersion returns a random version for a record that is about to be stored. A counter would give
// two records the same version if Redis lost the first of them, at a failover or when it is restored
// from a backup.
func newVersion() string { return rand.Text() }

func sessionKey(handle string) string { return "client:session:{" + handle + "}" }

// CreateSession stores a new session and then adds it to its groups. A logout that ends a group
// either finds the session in it, or the session is refused here: then it is deleted again, and
// the error is core.ErrSessionEnded. Its ID must be new.
func (s *Store) CreateSession(ctx context.Context, session core.Session) error {
	session.Handle, session.Kind = core.HandleOf(session.ID), core.KindOf(session.ID)
	if err := s.createSession(ctx, session); err != nil {
		return fmt.Errorf("create session: %w", err)
	}
	for _, g := range session.User.Groups() {
		if err := s.join(ctx, g, session); err != nil {
			_ = s.DeleteSession(context.WithoutCancel(ctx), session.ID) // no browser has got its ID
			return fmt.Errorf("create session: %w", err)
		}
	}
	return nil
}

func (s *Store) createSession(ctx context.Context, session core.Session) error {
	key := sessionKey(session.Handle)
	sealed, err := s.seal(session, key)
	if err != nil {
		return err
	}
	_, err = s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, key, "version", newVersion(), "ends", session.Ends.UnixMilli(), "idle_until", s.idleUntil(),
			"sealed", sealed, "groups", joinKeys(session.User.Groups()))
		p.PExpire(ctx, key, s.idle+garbageAfter)
		return nil
	})
	return err
}

// record is a session as it is stored in Redis.
type record struct{ version, idleUntil, sealed string }

func (s *Store) decode(handle string, r record) (core.Session, error) {
	session := core.Session{}
	if err := s.open(r.sealed, sessionKey(handle), &session); err != nil {
		return core.Session{}, err
	}
	if session.Kind != core.KindOfHandle(handle) {
		return core.Session{}, fmt.Errorf("%w: it is of another kind", core.ErrNotFound)
	}
	idleUntil, err := strconv.ParseInt(r.idleUntil, 10, 64)
	if err != nil {
		return core.Session{}, err
	}
	session.Handle, session.Version, session.Idles = handle, r.version, time.UnixMilli(idleUntil).UTC()
	session.Used = session.Idles.Add(-s.idle)
	return session, nil
}

// ReplaceSession stores the session if it still has the version that was read,
// and returns it with a new one. Else it returns core.ErrSuperseded, or
// core.ErrNotFound if the session ended meanwhile.
func (s *Store) ReplaceSession(ctx context.Context, session core.Session) (core.Session, error) {
	handle := core.HandleOf(session.ID)
	key := sessionKey(handle)
	sealed, err := s.seal(session, key)
	if err != nil {
		return session, fmt.Errorf("replace session: %w", err)
	}
	version := newVersion()
	reply, err := replaceSession.Run(ctx, s.rdb, []string{key}, session.Version, sealed, version).Text()
	if err != nil {
		return session, fmt.Errorf("replace session: %w", err)
	}
	s.memory.drop(handle)
	switch reply {
	case "ok":
		session.Version = version
		return session, nil
	case "superseded":
		return session, core.ErrSuperseded
	default:
		return session, core.ErrNotFound
	}
}

// DeleteSession ends a session. A session that does not exist is no error.
func (s *Store) DeleteSession(ctx context.Context, id string) error {
	_, err := s.TakeSession(ctx, core.HandleOf(id))
	if errors.Is(err, core.ErrNotFound) {
		return nil
	}
	return err
}

// TakeSession ends a session and returns it as it was, to one caller only, or
// core.ErrNotFound.
func (s *Store) TakeSession(ctx context.Context, handle string) (core.Session, error) {
	reply, err := takeSession.Run(ctx, s.rdb, []string{sessionKey(handle)}).StringSlice()
	if err != nil {
		return core.Session{}, fmt.Errorf("end session: %w", err)
	}
	s.memory.drop(handle)
	if len(reply) == 0 {
		return core.Session{}, core.ErrNotFound
	}
	s.leave(ctx, handle, reply[3])
	session, err := s.decode(handle, record{reply[0], reply[1], reply[2]})
	if err != nil {
		return core.Session{}, fmt.Errorf("end session: %w", err)
	}
	return session, nil
}

func (s *Store) idleUntil() int64 { return s.now().Add(s.idle).UnixMilli() }
