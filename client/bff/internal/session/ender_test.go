package session_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
)

// sessions is a store with these handles; taking "away" fails.
type sessions map[string]bool

var errAway = errors.New("away")

func (s sessions) TakeSession(_ context.Context, handle string) (core.Session, error) {
	if handle == "away" {
		return core.Session{}, errAway
	}
	if !s[handle] {
		return core.Session{}, core.ErrNotFound
	}
	delete(s, handle)
	return core.Session{Handle: handle}, nil
}

func (s sessions) Handles(context.Context, core.Group) ([]string, error) {
	return []string{"a", "b", "over", "c"}, nil
}

func (s sessions) EndSessions(context.Context, core.LogoutToken, time.Duration) ([]string, error) {
	return []string{"d", "away", "e"}, nil
}

func (s sessions) ListSessions(context.Context, core.Group) ([]core.Session, error) { return nil, nil }

// tokens remembers what was given back.
type tokens []string

func (t *tokens) GiveBack(_ context.Context, ended ...core.Session) {
	for _, s := range ended {
		*t = append(*t, s.Handle)
	}
}

func TestEnder(t *testing.T) {
	store, back := sessions{"a": true, "b": true, "c": true, "d": true, "e": true, "f": true}, tokens{}
	e := &session.Ender{Store: store, Tokens: &back, Ended: session.NewCounter(), Log: slog.New(slog.DiscardHandler)}
	ctx := t.Context()

	if n, err := e.EndOthers(ctx, core.Session{Handle: "b"}); n != 2 || err != nil {
		t.Errorf("others: got %d and %v, want a and c, and not what was over", n, err)
	}
	if n, err := e.EndByIssuer(ctx, core.LogoutToken{}, time.Minute); n != 1 || !errors.Is(err, errAway) {
		t.Errorf("group: got %d and %v, want the store's error after d", n, err)
	}
	if err := e.EndReplaced(ctx, "f"); err != nil {
		t.Errorf("replaced: got %v", err)
	}
	if err := e.EndReplaced(ctx, "f"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("replaced before: got %v, want %v", err, core.ErrNotFound)
	}
	if _, err := e.End(ctx, "nobody's id"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("unknown: got %v, want %v", err, core.ErrNotFound)
	}
	if diff := cmp.Diff(tokens{"a", "c", "f"}, back); diff != "" {
		t.Errorf("K-12 given back: %s", diff)
	}
	want := map[string]uint64{"ended by its browser": 0, "ended from another session": 2, "replaced by a new sign-in in its browser": 1, "signed out at the issuer": 1}
	if diff := cmp.Diff(want, e.Ended.All()); diff != "" {
		t.Errorf("O-11 counted: %s", diff)
	}
}
