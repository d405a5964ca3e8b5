package redisstore

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/seal"
)

// White-box, because what is in memory cannot be seen from outside.

func (m *memory) size() int { m.mu.Lock(); defer m.mu.Unlock(); return len(m.sessions) }

func TestMemoryIsBounded(t *testing.T) {
	m := memory{sessions: map[string]inMemory{}}
	for i := range 2 * maxSessions {
		m.put(core.Session{Handle: strconv.Itoa(i)}, time.Hour)
		m.put(core.Session{Handle: "0", Version: strconv.Itoa(i)}, time.Hour)
	}
	if got := m.size(); got != maxSessions {
		t.Errorf("got %d sessions, want %d", got, maxSessions)
	}
	if got, ok := m.get("0"); !ok || got.Version != strconv.Itoa(2*maxSessions-1) {
		t.Errorf("got version %q and %t, want the last: it needs no room of its own", got.Version, ok)
	}
}

func TestMemoryForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := memory{sessions: map[string]inMemory{}}
		m.put(core.Session{Handle: "one"}, time.Minute)
		m.put(core.Session{Handle: "two"}, time.Minute)
		time.Sleep(30 * time.Second)
		m.put(core.Session{Handle: "two"}, time.Minute)
		for _, want := range []int{2, 1, 0} { // after 30 s, 60 s and 90 s
			synctest.Wait()
			if got := m.size(); got != want {
				t.Errorf("got %d sessions, want %d", got, want)
			}
			time.Sleep(30 * time.Second)
		}
	})
}

// Tokens do not stay in memory after the session, not even those that were replaced.
func TestMemoryOfOwnChanges(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, s *Store, session core.Session) error{
		"ended": func(t *testing.T, s *Store, session core.Session) error {
			return s.DeleteSession(t.Context(), session.ID)
		},
		"replaced": func(t *testing.T, s *Store, session core.Session) error {
			_, err := s.ReplaceSession(t.Context(), session)
			return err
		},
		"ended elsewhere, and asked for": func(t *testing.T, s *Store, session core.Session) error {
			err := s.rdb.Del(t.Context(), sessionKey(session.Handle)).Err()
			_, _ = s.LoadSession(t.Context(), session.ID)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(redistest.New(t), seal.WithKey(seal.KeyFrom("key")), time.Hour, time.Now)
			session := core.Session{ID: oauth.NewSecret(), Ends: time.Now().Add(time.Hour)}
			if err := s.CreateSession(t.Context(), session); err != nil {
				t.Fatal(err)
			}
			session, err := s.LoadSession(t.Context(), session.ID)
			if err != nil || s.memory.size() != 1 {
				t.Fatalf("got %d sessions and %v, want one", s.memory.size(), err)
			}
			if err := change(t, s, session); err != nil || s.memory.size() != 0 {
				t.Errorf("got %d sessions and %v, want none", s.memory.size(), err)
			}
		})
	}
}
