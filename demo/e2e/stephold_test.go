package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/client/bff"
	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// heldOnce waits until a message to path is held for the nth time.
func heldOnce(t *testing.T, s *rig.Stack, path string, n int) {
	t.Helper()
	waittest.Until(t, path+" is held", func() bool { return len(eventsTo(t, s, trace.Held, path)) >= n })
}

// release releases the message that has waited longest, once the inspector shows it.
func release(t *testing.T, s *rig.Stack) {
	t.Helper()
	b := browser.New(t)
	waittest.Until(t, "the inspector shows a held message", func() bool { return b.Open(s.Inspector + "/").Has(`.is-held`) })
	press(t, s, "/step/next", nil)
}

// What is made for a message must not expire while that is held: a code, the reference of a pushed request
// (RFC 9126 §2.2) and a proof (RFC 9449 §11.1) live for a minute at most outside of step mode.
func TestNothingExpiresWhileItIsHeld(t *testing.T) {
	for _, path := range []string{"/par", "/authorize", "/callback", "/token", "/notes"} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			s := rig.Start(t, rig.With(func(s *stack.Settings) { s.Client.PAR, s.Client.DPoP = bff.PushAlways, true }))
			press(t, s, "/step", url.Values{"mode": {"path"}, "path": {path}})
			status := make(chan int, 1)
			go func() {
				b := s.SignIn(t)
				b.Open(s.Client + "/")
				status <- b.Fetch(http.MethodGet, "/api/notes", "").Status
			}()
			heldOnce(t, s, path, 1)
			press(t, s, "/clock", url.Values{"forward": {"1m"}})
			press(t, s, "/clock", url.Values{"forward": {"1m"}})
			release(t, s)
			press(t, s, "/step", url.Values{"mode": {"off"}})
			select {
			case got := <-status:
				if got != http.StatusOK {
					t.Errorf("got %d", got)
				}
			case <-time.After(waittest.Patience):
				t.Error("it does not go on")
			}
		})
	}
}

// While the request of a refresh (RFC 6749 §6) is held, the lock of the session is free.
func TestHeldRefreshHasNoLock(t *testing.T) {
	s := rig.Start(t)
	b := s.SignIn(t)
	wantNotes(t, s, b, http.StatusOK)
	before := len(refreshes(t, s))
	press(t, s, "/clock", url.Values{"forward": {"10m"}})
	press(t, s, "/step", url.Values{"mode": {"path"}, "path": {"/token"}})
	status := make(chan int, 1)
	go func() { status <- b.Fetch(http.MethodGet, "/api/notes", "").Status }()
	heldOnce(t, s, "/token", 1)
	if locks := s.Redis.Keys(t.Context(), "client:refresh:*").Val(); len(locks) != 0 {
		t.Errorf("the lock is taken: %v", locks)
	}
	release(t, s)
	select {
	case got := <-status:
		if got != http.StatusOK {
			t.Errorf("got %d", got)
		}
	case <-time.After(waittest.Patience):
		t.Fatal("it was held again")
	}
	waittest.Until(t, "one refresh", func() bool { return len(refreshes(t, s)) == before+1 })
}
