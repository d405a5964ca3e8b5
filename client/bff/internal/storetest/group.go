package storetest

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
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
	want.ID, want.Handle, want.Version = "", core.HandleOf(bob.ID), wantThere(t, s, bob.ID).Version
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
	if clock.Redis == nil {
		return
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
		handles, err := s.EndSessions(t.Context(), core.LogoutToken{Issuer: issuer, SID: "op-session", Issued: clock.Now()}, time.Minute)
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

// begun returns a session of alice with this sid, whose sign-in begins now.
func begun(t *testing.T, s Store, clock *Clock, sid string) core.Session {
	t.Helper()
	session := newSession(clock)
	session.User.SID, session.Handle = sid, core.HandleOf(session.ID)
	var err error
	if session.Logouts, err = s.Logouts(t.Context(), issuer); err != nil {
		t.Fatal(err)
	}
	return session
}

// Back-Channel Logout §2.7.
func logoutMeans(t *testing.T, s Store, clock *Clock) {
	this, other, none := begun(t, s, clock, "this"), begun(t, s, clock, "other"), begun(t, s, clock, "")
	for _, session := range []core.Session{this, other, none} {
		if err := s.CreateSession(t.Context(), session); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		token core.LogoutToken
		want  []core.Session
	}{
		"sub alone":                {core.LogoutToken{Subject: "alice"}, []core.Session{this, other, none}},
		"sid alone":                {core.LogoutToken{SID: "this"}, []core.Session{this}},
		"sub and sid":              {core.LogoutToken{Subject: "alice", SID: "this"}, []core.Session{this, none}},
		"sub and an unknown sid":   {core.LogoutToken{Subject: "alice", SID: "unknown"}, []core.Session{none}},
		"sub of another, and sid":  {core.LogoutToken{Subject: "bob", SID: "this"}, []core.Session{this}},
		"sub of another":           {core.LogoutToken{Subject: "bob"}, nil},
		"the same, another issuer": {core.LogoutToken{Subject: "alice", SID: "this", Issuer: "http://other.example"}, nil},
	} {
		if tt.token.Issuer == "" {
			tt.token.Issuer = issuer
		}
		got, err := s.EndSessions(t.Context(), tt.token, time.Minute)
		var want []string
		for _, session := range tt.want {
			want = append(want, session.Handle)
		}
		slices.Sort(got)
		slices.Sort(want)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v and %v, want %v", name, got, err, want)
		}
	}
}

// A sign-in that began before a logout was heard gets no session after it, for as long
// as a sign-in may take; one that began later does, and so does a user who authenticated
// after the logout was issued.
func logoutStops(t *testing.T, s Store, clock *Clock) {
	const remember = 20 * time.Minute
	issued := clock.Now()
	for name, token := range map[string]core.LogoutToken{
		"sub":         {Issuer: issuer, Subject: "alice", Issued: issued},
		"sid":         {Issuer: issuer, SID: "this", Issued: issued},
		"sub and sid": {Issuer: issuer, Subject: "alice", SID: "this", Issued: issued},
	} {
		earlier, unknown, genuine := begun(t, s, clock, "this"), begun(t, s, clock, "this"), begun(t, s, clock, "this")
		earlier.User.AuthTime = issued.Unix() // in the same second: it may have been before
		genuine.User.AuthTime = issued.Unix() + 1
		if _, err := s.EndSessions(t.Context(), token, remember); err != nil {
			t.Fatal(err)
		}
		clock.Move(remember)
		for state, tt := range map[string]struct {
			session core.Session
			refused bool
		}{
			"began before, authenticated before":           {earlier, true},
			"began before, time of authentication unknown": {unknown, true},
			"began before, authenticated after":            {genuine, false},
			"began after":                                  {begun(t, s, clock, "this"), false},
		} {
			tt.session.Created = clock.Now().UTC()
			err := s.CreateSession(t.Context(), tt.session)
			if errors.Is(err, core.ErrSessionEnded) != tt.refused || err != nil && !tt.refused {
				t.Errorf("%s: %s: got %v, want refused: %t", name, state, err, tt.refused)
			}
			if tt.refused {
				wantGone(t, s, tt.session.ID)
			}
		}
	}
}
