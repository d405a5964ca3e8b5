package storetest

import (
	"slices"
	"sync"
	"testing"

	"quartet.example/client/bff/internal/core"
)

// Whatever the order, every session but the last is handed to somebody who ends it.
func browserRace(t *testing.T, s Store, clock *Clock) {
	var mu sync.Mutex
	var made, replaced []string
	race(func() error {
		session := newSession(clock)
		before, err := s.ReplaceBrowserSession(t.Context(), "browser", session)
		mu.Lock()
		defer mu.Unlock()
		made = append(made, core.HandleOf(session.ID))
		if before != "" {
			replaced = append(replaced, before)
		}
		return err
	})
	slices.Sort(replaced)
	if got := len(slices.Compact(replaced)); len(made) != 50 || got != 49 {
		t.Errorf("got %d sessions and %d replaced, want 50 and 49", len(made), got)
	}
}

func browsers(t *testing.T, s Store, clock *Clock) {
	session := newSession(clock)
	for i, browser := range []string{"one", "two"} {
		if before, err := s.ReplaceBrowserSession(t.Context(), browser, session); before != "" || err != nil {
			t.Errorf("browser %d: got %q and %v, want nothing replaced", i, before, err)
		}
	}
	// A command that is sent again, since its answer was lost, must not end its own session.
	if before, err := s.ReplaceBrowserSession(t.Context(), "two", session); before != "" || err != nil {
		t.Errorf("again: got %q and %v, want nothing replaced", before, err)
	}
}
