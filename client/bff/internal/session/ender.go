package session

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
)

// Store is what ending sessions needs of the store.
type Store interface {
	// TakeSession deletes a session and returns it, to one caller only; all others get
	// core.ErrNotFound.
	TakeSession(ctx context.Context, handle string) (core.Session, error)
	ListSessions(ctx context.Context, g core.Group) ([]core.Session, error)
	Handles(ctx context.Context, g core.Group) ([]string, error)
	// EndSessions returns the handles of the sessions that the token ends, and for the
	// duration remember refuses sessions whose sign-in began before it.
	EndSessions(ctx context.Context, token core.LogoutToken, remember time.Duration) ([]string, error)
}

// Tokens revokes the tokens of ended sessions. It takes a limited time and returns no error.
type Tokens interface {
	GiveBack(ctx context.Context, sessions ...core.Session)
}

// Ender ends sessions: first here, irreversibly, and then it revokes their tokens at the
// authorization server (RFC 7009), if that answers. The tokens of a session that expires are not
// revoked.
type Ender struct {
	Store  Store
	Tokens Tokens
	Ended  *core.Counter // nil: nothing is counted
	Log    *slog.Logger
}

// End ends the session with this ID, which only its own browser knows. It returns the session as
// it was, or core.ErrNotFound.
func (e *Ender) End(ctx context.Context, id string) (core.Session, error) {
	return e.end(ctx, core.HandleOf(id), byBrowser)
}

// EndReplaced ends the session with this handle because its browser has a new session. It
// returns core.ErrNotFound if the session has already ended.
func (e *Ender) EndReplaced(ctx context.Context, handle string) error {
	_, err := e.end(ctx, handle, byReplacement)
	return err
}

// end ends one session and revokes its tokens.
func (e *Ender) end(ctx context.Context, handle string, how string) (core.Session, error) {
	s, err := e.take(ctx, handle, how)
	if err == nil {
		e.Tokens.GiveBack(ctx, s)
	}
	return s, err
}

// EndOne ends a session of the same user by its public ID.
func (e *Ender) EndOne(ctx context.Context, own core.Session, publicID string) (core.Session, error) {
	handles, err := e.Store.Handles(ctx, core.OfUser(own.User.Issuer, own.User.Subject))
	if err != nil {
		return core.Session{}, err
	}
	i := slices.IndexFunc(handles, func(handle string) bool { return core.Session{Handle: handle}.PublicID() == publicID })
	if err := checks.SessionOwn.Require(ctx, i >= 0); err != nil {
		return core.Session{}, err
	}
	s, err := e.end(ctx, handles[i], byAnother)
	if errors.Is(err, core.ErrNotFound) { // it has expired, or another request has ended it
		return s, checks.SessionOwn.Fail(ctx, err)
	}
	return s, err
}

// EndOthers ends all other sessions of the same user, and returns their number.
func (e *Ender) EndOthers(ctx context.Context, own core.Session) (int, error) {
	handles, err := e.Store.Handles(ctx, core.OfUser(own.User.Issuer, own.User.Subject))
	if err != nil {
		return 0, err
	}
	others := slices.DeleteFunc(handles, func(handle string) bool { return handle == own.Handle })
	ended, err := e.takeAll(ctx, others, byAnother)
	e.Tokens.GiveBack(ctx, ended...)
	return len(ended), err
}

// EndByIssuer ends the sessions that a logout token names, and for the duration remember
// refuses sessions whose sign-in began before it. It returns how many it ended. It revokes
// no tokens: the issuer has ended those of its session, and keeps those for offline use
// (OIDC Back-Channel Logout §2.7).
func (e *Ender) EndByIssuer(ctx context.Context, token core.LogoutToken, remember time.Duration) (int, error) {
	handles, err := e.Store.EndSessions(ctx, token, remember)
	if err != nil {
		return 0, err
	}
	ended, err := e.takeAll(ctx, handles, byIssuer)
	return len(ended), err
}

func (e *Ender) takeAll(ctx context.Context, handles []string, how string) (ended []core.Session, err error) {
	for _, handle := range handles {
		s, err := e.take(ctx, handle, how)
		if err != nil && !errors.Is(err, core.ErrNotFound) {
			return ended, err // the issuer may send the token again, which ends the remaining sessions
		}
		if err == nil {
			ended = append(ended, s)
		}
	}
	return ended, nil
}

func (e *Ender) take(ctx context.Context, handle string, how string) (core.Session, error) {
	s, err := e.Store.TakeSession(ctx, handle)
	if err == nil {
		e.Ended.Add(how)
		e.Log.InfoContext(ctx, "session ended", "why", how, "session", s)
	}
	return s, err
}
