package stepup

import (
	"context"
	"errors"
	"net/url"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// Store keeps what was asked for.
type Store interface {
	SaveStepUp(ctx context.Context, id string, up core.StepUp) error
	// LoadStepUp returns core.ErrNotFound for an unknown ID.
	LoadStepUp(ctx context.Context, id string) (core.StepUp, error)
}

// Memory remembers what resource servers asked of sessions.
type Memory struct {
	Store Store
	TTL   time.Duration
	Now   func() time.Time
}

// Ask remembers what is asked of the session, and what its user had typed. It
// returns where to sign in, to which return_to may be added, and a path that shows
// the draft again.
func (m *Memory) Ask(ctx context.Context, s core.Session, wants core.Authentication, draft string) (login, resume string, err error) {
	id := oauth.NewSecret()
	err = m.Store.SaveStepUp(ctx, id, core.NewStepUp(s, wants, draft, m.Now().Add(m.TTL)))
	return "/login?" + url.Values{"step_up": {id}}.Encode(), "/?" + url.Values{"resume": {id}}.Encode(), err
}

// Draft is what the user of the session had typed before they were asked, "" for
// nothing. A store that is away costs the draft, not the page.
func (m *Memory) Draft(ctx context.Context, s core.Session, id string) string {
	up, err := m.Store.LoadStepUp(ctx, id)
	if err != nil || !up.IsFor(s, m.Now()) {
		return ""
	}
	return up.Draft
}

// Asked is what was asked of the session with this ID, and of which issuer, or
// core.ErrNotFound.
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
