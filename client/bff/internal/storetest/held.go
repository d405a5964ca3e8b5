package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
)

// heldSessions: the list has each session without its ID, is no use of it, and ends with it.
func heldSessions(t *testing.T, s Store, clock *Clock) {
	want := created(t, s, clock)
	want.ID = ""
	clock.Move(Idle - time.Second)
	sessions, more, err := s.HeldSessions(t.Context(), 10)
	if err != nil || more || len(sessions) != 1 || cmp.Diff(want, sessions[0]) != "" {
		t.Errorf("got %v, %v, %v; want %v", sessions, more, err, want)
	}
	created(t, s, clock)
	if sessions, more, err := s.HeldSessions(t.Context(), 1); err != nil || !more || len(sessions) != 1 {
		t.Errorf("limit: got %v, %v, %v", sessions, more, err)
	}
	clock.Move(time.Second)
	if sessions, more, err := s.HeldSessions(t.Context(), 10); err != nil || more || len(sessions) != 1 {
		t.Errorf("one is idle: got %v, %v, %v", sessions, more, err)
	}
}

// heldLogins: the list has each login until it is redeemed or expires.
func heldLogins(t *testing.T, s Store, clock *Clock) {
	want := saved(t, s, clock)
	logins, more, err := s.HeldLogins(t.Context(), 10)
	if err != nil || more || len(logins) != 1 || cmp.Diff(want, logins[0]) != "" {
		t.Errorf("got %v, %v, %v; want %v", logins, more, err, want)
	}
	if _, err := s.RedeemLogin(t.Context(), "state", "binding"); err != nil {
		t.Fatal(err)
	}
	if logins, _, err := s.HeldLogins(t.Context(), 10); err != nil || len(logins) != 0 {
		t.Errorf("redeemed: got %v, %v", logins, err)
	}
	other := core.NewPendingLogin(issuer, "/", clock.Now().Add(time.Minute).UTC())
	if err := s.SaveLogin(t.Context(), "other", "binding", other); err != nil {
		t.Fatal(err)
	}
	clock.Move(time.Minute)
	if logins, _, err := s.HeldLogins(t.Context(), 10); err != nil || len(logins) != 0 {
		t.Errorf("expired: got %v, %v", logins, err)
	}
}
