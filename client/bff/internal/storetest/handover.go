package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
)

func offered(t *testing.T, s Store, clock *Clock) core.Handover {
	t.Helper()
	session := newSession(clock)
	session.ID = "" // it has none yet
	o := core.Handover{Challenge: "challenge", Session: session, Expires: clock.Now().Add(10 * time.Minute).UTC()}
	if err := s.SaveHandover(t.Context(), "code", o); err != nil {
		t.Fatal(err)
	}
	return o
}

func handoverOnce(t *testing.T, s Store, clock *Clock) {
	want := offered(t, s, clock)
	if _, err := s.RedeemHandover(t.Context(), "other", "challenge"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("another code: got %v, want %v", err, core.ErrNotFound)
	}
	clock.Move(10*time.Minute - time.Second) // within its time
	got, err := s.RedeemHandover(t.Context(), "code", "challenge")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := s.RedeemHandover(t.Context(), "code", "challenge"); !errors.Is(err, core.ErrHandoverUsed) {
		t.Errorf("second time: got %v, want %v", err, core.ErrHandoverUsed)
	}
}

// Whoever has no verifier spends nothing, and learns whether it was used.
func handoverVerifier(t *testing.T, s Store, clock *Clock) {
	offered(t, s, clock)
	for _, challenge := range []string{"", "another"} {
		if _, err := s.RedeemHandover(t.Context(), "code", challenge); !errors.Is(err, core.ErrHandoverOther) {
			t.Errorf("challenge %q: got %v, want %v", challenge, err, core.ErrHandoverOther)
		}
	}
	if _, err := s.RedeemHandover(t.Context(), "code", "challenge"); err != nil {
		t.Errorf("the right challenge afterwards: got %v, want the hand-over", err)
	}
	if _, err := s.RedeemHandover(t.Context(), "code", "another"); !errors.Is(err, core.ErrHandoverUsed) {
		t.Errorf("another challenge, used: got %v, want %v", err, core.ErrHandoverUsed)
	}
}

func handoverRace(t *testing.T, s Store, clock *Clock) {
	offered(t, s, clock)
	won := race(func() error {
		_, err := s.RedeemHandover(t.Context(), "code", "challenge")
		return err
	})
	if won != 1 {
		t.Errorf("got %d winners, want 1", won)
	}
}

// The kind of a session comes from its ID alone, whatever the caller says.
func sessionKinds(t *testing.T, s Store, clock *Clock) {
	secret := core.ForBrowser.NewID()
	browser, app := newSession(clock), newSession(clock)
	browser.ID, app.ID = secret, "app."+secret
	browser.Kind = core.ForApp
	for _, session := range []core.Session{browser, app} {
		if err := s.CreateSession(t.Context(), session); err != nil {
			t.Fatal(err)
		}
	}
	if got := wantThere(t, s, browser.ID).Kind; got != core.ForBrowser {
		t.Errorf("browser: got kind %q", got)
	}
	if got := wantThere(t, s, app.ID).Kind; got != core.ForApp {
		t.Errorf("app: got kind %q", got)
	}
	if err := s.DeleteSession(t.Context(), browser.ID); err != nil {
		t.Fatal(err)
	}
	wantGone(t, s, secret)
	wantThere(t, s, app.ID)
}
