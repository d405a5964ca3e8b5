package storetest_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func TestSessions(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"a session is found as it was saved": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveSession(t, s, c)
			if got, err := s.FindSession(t.Context(), handle); err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("got %v, %v; want %v", got, err, want)
			}
		},
		"it ends when idle for too long, unless it was used": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, _ := saveSession(t, s, c)
			c.Forward(50 * time.Minute)
			if err := s.TouchSession(t.Context(), handle, c.Now().Add(time.Hour), "web-post"); err != nil {
				t.Fatal(err)
			}
			c.Forward(50 * time.Minute)
			got, err := s.FindSession(t.Context(), handle)
			if err != nil || cmp.Diff([]string{"notes", "web-post"}, got.Clients) != "" {
				t.Errorf("used: got %v, %v", got, err)
			}
			c.Forward(10 * time.Minute)
			if _, err := s.FindSession(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("idle: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"its absolute end does not move": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveSession(t, s, c)
			if err := s.TouchSession(t.Context(), handle, want.ExpiresAt.Add(time.Hour), "notes"); err != nil {
				t.Fatal(err)
			}
			c.At(want.ExpiresAt)
			if _, err := s.FindSession(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("got %v, want %v", err, core.ErrNotFound)
			}
		},
		"a session that has ended cannot be used again": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveSession(t, s, c)
			if _, err := s.EndSession(t.Context(), handle); err != nil {
				t.Fatal(err)
			}
			if err := s.TouchSession(t.Context(), handle, want.IdleUntil, "notes"); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("touch: got %v, want %v", err, core.ErrNotFound)
			}
			if _, err := s.FindSession(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("find: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"50 clients at once are all recorded, and a late touch does not shorten the idle time": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveSession(t, s, c)
			var n atomic.Int64
			race(50, func() {
				i := n.Add(1)
				if err := s.TouchSession(t.Context(), handle, want.IdleUntil.Add(time.Duration(i)*time.Second), fmt.Sprint("client-", i)); err != nil {
					t.Error(err)
				}
			})
			got, err := s.FindSession(t.Context(), handle)
			if err != nil || len(got.Clients) != 51 || !got.IdleUntil.Equal(want.IdleUntil.Add(50*time.Second)) {
				t.Errorf("got %d clients until %s, %v; want 51 until %s", len(got.Clients), got.IdleUntil, err, want.IdleUntil.Add(50*time.Second))
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func saveSession(t *testing.T, s *redisstore.Store, c *storetest.Clock) (string, core.Session) {
	t.Helper()
	handle, session := core.NewHandle("alice-sub"), core.Session{
		ID: "sid", Subject: "alice-sub", AuthTime: c.Now(), ACR: "1", AMR: []string{"pwd"}, CreatedAt: c.Now(),
		ExpiresAt: c.Now().Add(12 * time.Hour), IdleUntil: c.Now().Add(time.Hour), Clients: []string{"notes"},
	}
	if err := s.SaveSession(t.Context(), handle, session); err != nil {
		t.Fatalf("save session: %v", err)
	}
	return handle, session
}

// A code is not issued, and a device is not allowed, in a session that has ended.
func TestNothingIsAllowedInAnEndedSession(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
		use := storetest.Use(t, s, c, "alice-sub")
		if _, err := s.EndSession(t.Context(), use.Handle); err != nil {
			t.Fatal(err)
		}
		issued := codeFor(c, oauth.NewSecret())
		if err := s.SaveCode(t.Context(), &issued, use); !errors.Is(err, core.ErrSessionEnded) {
			t.Errorf("code: got %v", err)
		}
		deviceCode, d := started(t, s, c)
		if err := s.AllowDevice(t.Context(), userCode, allowedBy(d), use); !errors.Is(err, core.ErrSessionEnded) {
			t.Errorf("device: got %v", err)
		}
		wantPoll(t, s, deviceCode, "tv", core.ErrDevicePending)
	})
}
