package storetest_test

import (
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func sessionOf(t *testing.T, s *redisstore.Store, c *storetest.Clock, sub string) (handle string, session core.Session) {
	t.Helper()
	handle = core.NewHandle(sub)
	session = core.Session{
		ID: oauth.NewSecret(), Subject: sub, AuthTime: c.Now(), CreatedAt: c.Now(),
		IdleUntil: c.Now().Add(time.Hour), ExpiresAt: c.Now().Add(12 * time.Hour),
	}
	if err := s.SaveSession(t.Context(), handle, session); err != nil {
		t.Fatal(err)
	}
	return handle, session
}

func grantOf(t *testing.T, s *redisstore.Store, c *storetest.Clock, sub string) core.Grant {
	t.Helper()
	code := oauth.NewSecret()
	grant := core.Grant{ID: refreshtoken.GrantOfCode(code), ClientID: "notes", Subject: sub, CreatedAt: c.Now(), ExpiresAt: c.Now().Add(24 * time.Hour)}
	if err := keepGrant(t, s, c, code, grant, ""); err != nil {
		t.Fatal(err)
	}
	return grant
}

func TestIndexOfAUser(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"sessions: the user's own that have not ended, newest first": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			ended, _ := sessionOf(t, s, c, "alice")
			_, _ = s.EndSession(t.Context(), ended)
			_, older := sessionOf(t, s, c, "alice")
			c.Forward(time.Minute)
			_, newer := sessionOf(t, s, c, "alice")
			_, _ = sessionOf(t, s, c, "bob")
			got, err := s.SessionsOf(t.Context(), "alice")
			if err != nil || len(got) != 2 || got[0].ID != newer.ID || got[1].ID != older.ID {
				t.Errorf("got %v, %v", got, err)
			}
			c.Forward(time.Hour)
			if got, err := s.SessionsOf(t.Context(), "alice"); err != nil || len(got) != 0 {
				t.Errorf("idle ones: got %v, %v, want none", got, err)
			}
		},
		"grants: the user's own that are active, newest first": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			revoked, older := grantOf(t, s, c, "alice"), grantOf(t, s, c, "alice")
			_ = s.RevokeGrant(t.Context(), revoked.ID)
			c.Forward(time.Minute)
			newer := grantOf(t, s, c, "alice")
			_ = grantOf(t, s, c, "bob")
			got, err := s.GrantsOf(t.Context(), "alice")
			if err != nil || len(got) != 2 || got[0].ID != newer.ID || got[1].ID != older.ID {
				t.Errorf("got %v, %v", got, err)
			}
			c.Forward(24 * time.Hour)
			if got, err := s.GrantsOf(t.Context(), "alice"); err != nil || len(got) != 0 {
				t.Errorf("expired ones: got %v, %v, want none", got, err)
			}
		},
		"a session is ended by its sid, only by its user": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, session := sessionOf(t, s, c, "alice")
			if got, err := s.EndSessionOf(t.Context(), "bob", session.ID); err != nil || got.ID != "" {
				t.Errorf("bob: got %v, %v", got, err)
			}
			if _, err := s.FindSession(t.Context(), handle); err != nil {
				t.Errorf("it is gone: %v", err)
			}
			var won atomic.Int64
			race(50, func() {
				if got, err := s.EndSessionOf(t.Context(), "alice", session.ID); err == nil && got.ID == session.ID {
					won.Add(1)
				}
			})
			if won.Load() != 1 {
				t.Errorf("%d callers got the session, want 1", won.Load())
			}
		},
		"50 grants and sessions at once are all in the index": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			race(50, func() {
				sessionOf(t, s, c, "alice")
				grantOf(t, s, c, "alice")
			})
			grants, err1 := s.GrantsOf(t.Context(), "alice")
			sessions, err2 := s.SessionsOf(t.Context(), "alice")
			if err1 != nil || err2 != nil || len(grants) != 50 || len(sessions) != 100 { // each grant has a session of its own
				t.Errorf("got %d grants, %d sessions, %v, %v", len(grants), len(sessions), err1, err2)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}
