package browser

import (
	"context"
	"slices"
	"sync"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Of returns the sessions of the user in all browsers, newest first.
func (s *Sessions) Of(ctx context.Context, sub string) ([]core.Session, error) {
	return s.Store.SessionsOf(ctx, sub)
}

// EndOf ends the user's session with this sid, as End does, with grants and clients. A session that
// has ended, or that belongs to another user, is not an error.
func (s *Sessions) EndOf(ctx context.Context, sub, sid string) error {
	sessions, err := s.Store.SessionsOf(ctx, sub)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(sessions, func(one core.Session) bool { return one.ID == sid }) {
		return nil
	}
	return s.endOf(ctx, sub, sid)
}

// EndAllOf ends every session of the user; there may be thousands in a test environment. It revokes
// the grants first, as end does. It notifies the clients of all sessions in parallel.
func (s *Sessions) EndAllOf(ctx context.Context, sub string) error {
	sessions, err := s.Store.SessionsOf(ctx, sub)
	if err != nil {
		return err
	}
	sids := make([]string, len(sessions))
	for i, one := range sessions {
		sids[i] = one.ID
		if err := s.Grants.RevokeSession(ctx, sub, one.ID); err != nil {
			return err
		}
	}
	ended, err := s.Store.EndSessionsOf(ctx, sub, sids...)
	var told sync.WaitGroup
	for _, one := range ended {
		told.Go(func() { s.tell(ctx, one) })
	}
	told.Wait()
	return err
}

func (s *Sessions) endOf(ctx context.Context, sub, sid string) error {
	if err := s.Grants.RevokeSession(ctx, sub, sid); err != nil {
		return err
	}
	ended, err := s.Store.EndSessionOf(ctx, sub, sid)
	if err != nil {
		return err
	}
	s.tell(ctx, ended)
	return nil
}

// FormKey returns a value that binds the forms of a page to this session (RFC 6749 §10.12). It is
// derived from the handle of the session, but does not reveal it.
func (s *SignedIn) FormKey(page string) string { return oauth.Hash(page + " " + s.handle) }
