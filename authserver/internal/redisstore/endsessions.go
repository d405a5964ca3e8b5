package redisstore

import (
	"context"
	_ "embed"
	"slices"

	"quartet.example/authserver/internal/core"
)

// EndSessionOf ends the user's session with that public name and gives it, with
// its clients, to exactly one caller. The others, and whoever names a session
// that is gone or another user's, get the zero Session. Its grants are the
// caller's to end: RevokeSession.
func (s *Store) EndSessionOf(ctx context.Context, sub, sid string) (core.Session, error) {
	ended, err := s.EndSessionsOf(ctx, sub, sid)
	if err != nil || len(ended) == 0 {
		return core.Session{}, err
	}
	return ended[0], nil
}

// EndSessionsOf is EndSessionOf for several of the user's sessions. It gives
// those that this call ended, also beside an error.
func (s *Store) EndSessionsOf(ctx context.Context, sub string, sids ...string) ([]core.Session, error) {
	found, err := s.sessionsOf(ctx, sub)
	if err != nil {
		return nil, err
	}
	var ended []core.Session
	for _, one := range found {
		if !slices.Contains(sids, one.ID) {
			continue
		}
		last, err := s.endSession(ctx, one.key)
		if err != nil {
			return ended, err
		}
		counted := slices.ContainsFunc(ended, func(e core.Session) bool { return e.ID == last.ID }) // while a handle rotates there are two
		if last.ID != "" && !counted {
			ended = append(ended, last)
		}
	}
	return ended, nil
}
