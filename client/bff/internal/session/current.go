package session

import (
	"context"
	"errors"
	"net/http"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
)

// Sessions is what this package needs of the store.
type Sessions interface {
	// LoadSession returns core.ErrNotFound for a session that is unknown or over.
	LoadSession(ctx context.Context, id string) (core.Session, error)
}

// Current returns the session of the request, or the error of client.session.present. If Redis
// cannot be reached it returns another error: the user may be signed in.
func (g Guard) Current(r *http.Request, sessions Sessions) (core.Session, error) {
	s, err := g.Find(r, sessions)
	if errors.Is(err, core.ErrNotFound) {
		return s, Absent(r.Context(), nil)
	}
	if err != nil {
		return s, err
	}
	checks.SessionPresent.Pass(r.Context())
	return s, nil
}

// Find returns the session of the request, or core.ErrNotFound. It is for pages that are open to
// everybody.
func (g Guard) Find(r *http.Request, sessions Sessions) (core.Session, error) {
	id := g.Presented(r)
	if id == "" {
		return core.Session{}, core.ErrNotFound
	}
	return sessions.LoadSession(r.Context(), id)
}

// Absent is the error of a call without a session: 401, so that the page can offer to sign in
// again.
func Absent(ctx context.Context, cause error) error {
	return checks.SessionPresent.Fail(ctx, cause).WithChallenge(challenge)
}

// challenge is sent with each 401 (RFC 9110 §15.5.2). Apps use this scheme. No registered scheme
// means a cookie, and browsers show no password prompt for a scheme that they do not know.
const challenge = Scheme + ` realm="client"`
