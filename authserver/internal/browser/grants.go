package browser

import (
	"context"

	"quartet.example/authserver/internal/core"
)

// Grants stores what users allowed.
type Grants interface {
	// RevokeSession revokes the grants that depend on a session.
	RevokeSession(ctx context.Context, sub, sid string) error
	GrantsOf(ctx context.Context, sub string) ([]core.Grant, error)
	RevokeGrant(ctx context.Context, gid string) error
	// RevokePending revokes codes and device codes that were not yet exchanged for tokens: those of
	// one client, or of all clients if clientID is "".
	RevokePending(ctx context.Context, sub, clientID string) error
}

// EndGrantsOf revokes those grants of the user for which meant returns true. It cannot revoke grants of
// other users.
func (s *Sessions) EndGrantsOf(ctx context.Context, sub string, meant func(core.Grant) bool) error {
	grants, err := s.Grants.GrantsOf(ctx, sub)
	if err != nil {
		return err
	}
	for _, grant := range grants {
		if !meant(grant) {
			continue
		}
		if err := s.Grants.RevokeGrant(ctx, grant.ID); err != nil {
			return err
		}
	}
	return nil
}

// EndAccessOf revokes the codes, device codes and grants that the user gave a client, or all of them if
// clientID is "".
func (s *Sessions) EndAccessOf(ctx context.Context, sub, clientID string) error {
	if err := s.Grants.RevokePending(ctx, sub, clientID); err != nil {
		return err
	}
	return s.EndGrantsOf(ctx, sub, func(g core.Grant) bool { return clientID == "" || g.ClientID == clientID })
}

// EndEverythingOf revokes all grants of the user, ends all sessions, and then revokes new grants. If the
// first round fails, the user can retry in the same session. The second round revokes what another
// browser got while its session was ending.
func (s *Sessions) EndEverythingOf(ctx context.Context, sub string) error {
	if err := s.EndAccessOf(ctx, sub, ""); err != nil {
		return err
	}
	if err := s.EndAllOf(ctx, sub); err != nil {
		return err
	}
	return s.EndAccessOf(ctx, sub, "")
}
