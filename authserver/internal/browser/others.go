package browser

import (
	"context"
	"slices"
	"sync"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Of gives the user's sessions, in whatever browsers, newest first.
func (s *Sessions) Of(ctx context.Context, sub string) ([]core.Session, error) {
	return s.Store.SessionsOf(ctx, sub)
}

// EndOf ends the user's session with that public name as End would: grants, and
// clients. One that is gone, or is another user's, is no error.
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

// EndAllOf ends every session of the user: of a test rig there may be thousands.
// Grants first, as in end. The clients of all are told at once: nobody waits for
// those of one after those of the other.
func (s *Sessions) EndAllOf(ctx context.Context, sub string) error {
	sessions, err := s.Store.SessionsOf(ctx, sub)
	if err != nil {
		return err
	}
	sids := make([]string, len(sessions))
	for i, one := range sessions {
		sids[i] = one.ID
		if err := s.Grants.RevokeSession(ctx, one.ID); err != nil {
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
	if err := s.Grants.RevokeSession(ctx, sid); err != nil {
		return err
	}
	ended, err := s.Store.EndSessionOf(ctx, sub, sid)
	if err != nil {
		return err
	}
	s.tell(ctx, ended)
	return nil
}

// FormKey binds the forms of a page to this session: only its pages know it, and
// it tells nothing about the handle that it is made from.
func (s *SignedIn) FormKey(page string) string { return oauth.Hash(page + " " + s.handle) }
