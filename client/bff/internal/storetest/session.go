package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
)

func created(t *testing.T, s Store, clock *Clock) core.Session {
	t.Helper()
	session := newSession(clock)
	if err := s.CreateSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	session.Version, session.Handle = wantThere(t, s, session.ID).Version, core.HandleOf(session.ID)
	session.Used, session.Idles = clock.Now().UTC(), clock.Now().Add(Idle).UTC()
	return session
}

func wantGone(t *testing.T, s Store, id string) {
	t.Helper()
	if _, err := s.LoadSession(t.Context(), id); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("load: got %v, want %v", err, core.ErrNotFound)
	}
}

func wantThere(t *testing.T, s Store, id string) core.Session {
	t.Helper()
	session, err := s.LoadSession(t.Context(), id)
	if err != nil {
		t.Fatalf("load: got %v, want the session", err)
	}
	return session
}

func sessionRoundTrip(t *testing.T, s Store, clock *Clock) {
	want := created(t, s, clock)
	if diff := cmp.Diff(want, wantThere(t, s, want.ID)); diff != "" {
		t.Error(diff)
	}
}

func sessionUnknown(t *testing.T, s Store, _ *Clock) {
	wantGone(t, s, "an-id-that-somebody-planted")
	wantGone(t, s, "an-id-that-somebody-planted")
}

func sessionIdle(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	clock.Move(Idle)
	wantGone(t, s, session.ID)
}

// A replica whose clock is ahead finds no session, but ends none for the others; one
// whose clock is behind does not shorten the life of a session.
func clocksDiffer(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	moveOwn := func(d time.Duration) {
		redis := clock.Redis
		clock.Redis = nil
		clock.Move(d)
		clock.Redis = redis
	}
	moveOwn(Idle)
	wantGone(t, s, session.ID)
	moveOwn(-2 * Idle)
	wantThere(t, s, session.ID)
	moveOwn(Idle)
	if got := wantThere(t, s, session.ID); !got.Idles.Equal(clock.Now().Add(Idle)) {
		t.Errorf("got an idle limit at %s, want %s", got.Idles, clock.Now().Add(Idle))
	}
	moveOwn(-24 * time.Hour)
	created(t, s, clock)
	moveOwn(48 * time.Hour)
	created(t, s, clock)
	if got, err := s.Handles(t.Context(), core.OfUser(issuer, "alice")); err != nil || len(got) != 3 {
		t.Errorf("got %d handles and %v, want 3: a group forgets by the clock of Redis", len(got), err)
	}
}

// A session that is used outlives its idle limit many times; so must the groups that
// end it, and what is known of used logout tokens and of ended groups.
func sessionInUse(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	for range 14 { // seven hours of the eight that it may live
		clock.Move(Idle - time.Second)
		wantThere(t, s, session.ID)
	}
	got, err := s.EndSessions(t.Context(), core.LogoutToken{Issuer: issuer, Subject: "alice"}, time.Minute)
	if err != nil || len(got) != 1 || got[0] != session.Handle {
		t.Errorf("got %v and %v, want the session", got, err)
	}
}

func sessionTouched(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	for range 4 {
		clock.Move(Idle - time.Second)
		wantThere(t, s, session.ID)
	}
}

func sessionTouchedOnceAMinute(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	clock.Move(59 * time.Second)
	if got := wantThere(t, s, session.ID); !got.Used.Equal(session.Used) {
		t.Errorf("after 59 s: got a use at %s, want none noted since %s", got.Used, session.Used)
	}
	clock.Move(time.Second)
	if got := wantThere(t, s, session.ID); !got.Used.Equal(clock.Now()) || !got.Idles.Equal(clock.Now().Add(Idle)) {
		t.Errorf("after a minute: got a use at %s, want %s", got.Used, clock.Now())
	}
}

func sessionTakeRace(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	won := race(func() error {
		_, err := s.TakeSession(t.Context(), session.Handle)
		return err
	})
	if won != 1 {
		t.Errorf("got %d takers, want 1", won)
	}
	wantGone(t, s, session.ID)
}

func sessionAbsolute(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	for clock.Now().Add(Idle / 2).Before(session.Ends) {
		clock.Move(Idle / 2)
		wantThere(t, s, session.ID)
	}
	clock.Move(Idle / 2)
	wantGone(t, s, session.ID)
}

func sessionsIndependent(t *testing.T, s Store, clock *Clock) {
	a, b := created(t, s, clock), created(t, s, clock)
	if err := s.DeleteSession(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	wantGone(t, s, a.ID)
	wantThere(t, s, b.ID)
}

func sessionDeleted(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	for range 2 { // the second time there is nothing to delete: no error
		if err := s.DeleteSession(t.Context(), session.ID); err != nil {
			t.Fatal(err)
		}
	}
	wantGone(t, s, session.ID)
}

func sessionReplace(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	stale := session
	session.Tokens.AccessToken = "second"
	session, err := s.ReplaceSession(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReplaceSession(t.Context(), stale); !errors.Is(err, core.ErrSuperseded) {
		t.Errorf("stale version: got %v, want %v", err, core.ErrSuperseded)
	}
	if diff := cmp.Diff(session, wantThere(t, s, session.ID)); diff != "" {
		t.Error(diff)
	}
}

func sessionReplaceRace(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	won := race(func() error {
		_, err := s.ReplaceSession(t.Context(), session)
		return err
	})
	if won != 1 {
		t.Errorf("got %d winners, want 1", won)
	}
}

func sessionReplaceDeleted(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	if err := s.DeleteSession(t.Context(), session.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReplaceSession(t.Context(), session); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("got %v, want %v", err, core.ErrNotFound)
	}
	wantGone(t, s, session.ID)
}
