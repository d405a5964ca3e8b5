package bearer_test

import (
	"fmt"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
)

func TestMemoryOfProofsForgetsNoneThatIsGood(t *testing.T) { // RFC 9449 §11.1
	clock := issuertest.NewClock()
	m := bearer.NewReplayMemory(1000, clock.Now)
	use := func(id string) bool {
		t.Helper()
		first, err := m.Use(t.Context(), id, clock.Now().Add(time.Minute))
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		return first
	}
	for i := range 600 { // one per second for ten minutes
		if !use(fmt.Sprint(i)) {
			t.Fatalf("%d: got a second use, want the first", i)
		}
		for _, ago := range []int{0, 1, 30, 59} {
			if i >= ago && use(fmt.Sprint(i-ago)) {
				t.Fatalf("%d, %d s later: got a first use, want the second", i-ago, ago)
			}
		}
		clock.Move(time.Second)
	}
}

// A proof that expires earlier may arrive after one that expires later, because clients have
// different clocks. It must not shorten the time for which the other one is stored.
func TestMemoryOfProofsDoesNotGoBack(t *testing.T) {
	clock := issuertest.NewClock()
	m := bearer.NewReplayMemory(1000, clock.Now)
	for id, good := range map[string]time.Duration{"early": 10 * time.Second, "late": time.Minute} {
		until := clock.Now().Add(good)
		if first, err := m.Use(t.Context(), id, until); !first || err != nil {
			t.Fatalf("%s: %t, %v", id, first, err)
		}
		if first, err := m.Use(t.Context(), id+" after it", clock.Now().Add(10*time.Second)); !first || err != nil {
			t.Fatalf("%s: %t, %v", id, first, err)
		}
	}
	clock.Move(30 * time.Second)
	if first, _ := m.Use(t.Context(), "late", clock.Now().Add(30*time.Second)); first {
		t.Error("a proof that is still good was forgotten")
	}
}

func TestFullMemoryOfProofsAcceptsNone(t *testing.T) {
	clock := issuertest.NewClock()
	m := bearer.NewReplayMemory(10, clock.Now)
	until := clock.Now().Add(time.Minute)
	for i := range 10 {
		if first, err := m.Use(t.Context(), fmt.Sprint(i), until); !first || err != nil {
			t.Fatalf("%d: got %v and %v, want room", i, first, err)
		}
	}
	if first, err := m.Use(t.Context(), "one more", until); first || err == nil {
		t.Errorf("full: got %v and %v, want an error", first, err)
	}
	if first, err := m.Use(t.Context(), "0", until); first || err != nil {
		t.Errorf("one that was used: got %v and %v, want its second use", first, err)
	}
	clock.Move(3 * time.Minute)
	for i := range 10 {
		if first, err := m.Use(t.Context(), fmt.Sprint("later", i), clock.Now().Add(time.Minute)); !first || err != nil {
			t.Errorf("%d, later: got %v and %v, want room", i, first, err)
		}
	}
}
