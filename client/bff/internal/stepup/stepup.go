package stepup

import (
	"context"
	"errors"
	"net/url"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// Store stores which sign-in was required.
type Store interface {
	SaveStepUp(ctx context.Context, id string, up core.StepUp) error
	// LoadStepUp returns core.ErrNotFound for an unknown ID.
	LoadStepUp(ctx context.Context, id string) (core.StepUp, error)
}

// Memory remembers which sign-ins resource servers required of sessions.
type Memory struct {
	Store Store
	TTL   time.Duration
	Now   func() time.Time
}

// Ask stores which sign-in is required of the session, and what its user had typed. It
// returns the path of that sign-in, to which return_to may be added, and a path that
// shows the typed text again.
func (m *Memory) Ask(ctx context.Context, s core.Session, wants core.Authentication, draft string) (login, resume string, err error) {
	id := oauth.NewSecret()
	err = m.Store.SaveStepUp(ctx, id, core.NewStepUp(s, wants, draft, m.Now().Add(patience.Transaction(ctx, m.TTL))))
	return "/login?" + url.Values{"step_up": {id}}.Encode(), "/?" + url.Values{"resume": {id}}.Encode(), err
}

// Draft returns what the user of the session had typed before they had to sign in again,
// or "". If Redis cannot be reached it returns "", so that the page works without the draft.
func (m *Memory) Draft(ctx context.Context, s core.Session, id string) string {
	up, err := m.Store.LoadStepUp(ctx, id)
	if err != nil || !up.IsFor(s, m.Now()) {
		return ""
	}
	return up.Draft
}

// Asked returns which sign-in was required of the session with this ID, and at which issuer.
// It returns core.ErrNotFound if there is no such record.
func (m *Memory) Asked(ctx context.Context, sessionID, id string) (issuer string, wants core.Authentication, err error) {
	up, err := m.Store.LoadStepUp(ctx, id)
	if err == nil && !up.IsOf(sessionID, m.Now()) {
		err = core.ErrNotFound
	}
	if errors.Is(err, core.ErrNotFound) {
		return "", core.Authentication{}, core.ErrNotFound
	}
	return up.Issuer, up.Wants, err
}
