package storetest

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/internal/core"
)

// listed gives the handles of a list, sorted.
func listed(t *testing.T, s Store, g core.Group) []string {
	t.Helper()
	sessions, err := s.ListSessions(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	var handles []string
	for _, session := range sessions {
		handles = append(handles, session.Handle)
	}
	slices.Sort(handles)
	return handles
}

func wantListed(t *testing.T, s Store, g core.Group, want ...core.Session) {
	t.Helper()
	var handles []string
	for _, session := range want {
		handles = append(handles, session.Handle)
	}
	slices.Sort(handles)
	if got := listed(t, s, g); !slices.Equal(got, handles) {
		t.Errorf("got %d sessions, want these %d: %v, %v", len(got), len(handles), got, handles)
	}
}

func groupListed(t *testing.T, s Store, clock *Clock) {
	a, b := created(t, s, clock), created(t, s, clock)
	bob := newSession(clock)
	bob.User.Subject, bob.User.SID = "bob", "another"
	if err := s.CreateSession(t.Context(), bob); err != nil {
		t.Fatal(err)
	}
	wantListed(t, s, core.OfUser(issuer, "alice"), a, b)
	wantListed(t, s, core.OfSignIn(issuer, "op-session"), a, b)
	wantListed(t, s, core.OfUser("http://other.example", "alice"))
	wantListed(t, s, core.OfUser(issuer, "nobody"))
	got, err := s.ListSessions(t.Context(), core.OfSignIn(issuer, "another"))
	if err != nil || len(got) != 1 {
		t.Fatalf("got %v and %v, want bob's session", got, err)
	}
	want := bob
	want.ID, want.Handle, want.Version = "", core.HandleOf(bob.ID), 1
	want.Used, want.Idles = clock.Now().UTC(), clock.Now().Add(Idle).UTC()
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
}

func groupListIsNoUse(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	clock.Move(Idle - time.Second)
	wantListed(t, s, core.OfUser(issuer, "alice"), session)
	clock.Move(time.Second)
	wantGone(t, s, session.ID)
}

func groupForgets(t *testing.T, s Store, clock *Clock) {
	user := core.OfUser(issuer, "alice")
	idle, ended, kept := created(t, s, clock), created(t, s, clock), created(t, s, clock)
	clock.Move(Idle / 2)
	wantThere(t, s, kept.ID)
	clock.Move(Idle / 2)
	if err := s.DeleteSession(t.Context(), ended.ID); err != nil {
		t.Fatal(err)
	}
	wantListed(t, s, user, kept)
	if got, err := s.Handles(t.Context(), user); err != nil || !slices.Equal(got, []string{kept.Handle}) {
		t.Errorf("got handles %v and %v, want one: %s idled, %s ended", got, err, idle.Handle, ended.Handle)
	}
	clock.Move(9 * time.Hour) // nobody looks; the next sign-in tidies up
	last := created(t, s, clock)
	if got, err := s.Handles(t.Context(), user); err != nil || !slices.Equal(got, []string{last.Handle}) {
		t.Errorf("got handles %v and %v, want that of the last session", got, err)
	}
}

// Sessions that are made while their group ends: each is either handed to the
// one who ends it, or refused. None survives.
func groupEndRace(t *testing.T, s Store, clock *Clock) {
	group := core.OfSignIn(issuer, "op-session")
	var ending atomic.Int32
	var made [50]core.Session
	var n atomic.Int32
	race(func() error {
		session := newSession(clock)
		made[n.Add(1)-1] = session
		if err := s.CreateSession(t.Context(), session); err != nil {
			return err
		}
		if ending.Add(1) != 10 { // the tenth ends them all
			return nil
		}
		handles, err := s.EndGroup(t.Context(), group, clock.Now())
		for _, handle := range handles {
			_, _ = s.TakeSession(t.Context(), handle)
		}
		return err
	})
	for _, session := range made {
		wantGone(t, s, session.ID)
	}
	wantListed(t, s, group)
}

func groupEnded(t *testing.T, s Store, clock *Clock) {
	session := created(t, s, clock)
	handles, err := s.EndGroup(t.Context(), core.OfUser(issuer, "alice"), clock.Now())
	if err != nil || !slices.Equal(handles, []string{session.Handle}) {
		t.Fatalf("got %v and %v, want the session", handles, err)
	}
	late := newSession(clock)
	if err := s.CreateSession(t.Context(), late); err == nil {
		t.Error("a session that began before the end was made")
	}
	wantGone(t, s, late.ID)
	wantThere(t, s, session.ID) // it is for the caller to take
	clock.Move(time.Second)
	wantThere(t, s, created(t, s, clock).ID) // who signs in again is welcome
}
