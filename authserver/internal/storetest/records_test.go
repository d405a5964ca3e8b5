package storetest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

// filled returns a store in which every method has stored a record.
func filled(t *testing.T) (*redisstore.Store, *storetest.Clock, func() []string) {
	t.Helper()
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	saveGrant(t, s, clock)
	for _, name := range methods() {
		_ = call(t, s, name, clock.Now())
	}
	return s, clock, func() []string { return rdb.Keys(t.Context(), "*").Val() }
}

// A record of a new kind must be in the copy of the state, or in this list.
func TestRestoreOfNothingLeavesKeysAndRevocations(t *testing.T) {
	s, _, keys := filled(t)
	if err := s.Restore(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	kept := []string{"signing-keys", "grant:{", "revoked-token:{", "revocations:{feed}", "revocation-told:{", "revocations-acknowledged:{"}
	for _, key := range keys() {
		if !slices.ContainsFunc(kept, func(start string) bool { return strings.HasPrefix(key, start) }) {
			t.Errorf("%s is left", key)
		}
	}
}

func TestRecordsAreRestored(t *testing.T) {
	s, clock, _ := filled(t)
	before, err := s.Records(t.Context())
	if err != nil || len(before) < 15 {
		t.Fatalf("got %d records, %v", len(before), err)
	}
	other, later := storetest.New(t)
	later.Forward(clock.Now().Sub(later.Now()))
	if err := other.Restore(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	after, err := other.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	near := cmp.Comparer(func(a, b time.Time) bool { return a.IsZero() == b.IsZero() && a.Sub(b).Abs() < time.Minute })
	if diff := cmp.Diff(before, after, near); diff != "" {
		t.Error(diff)
	}
}

// A client assertion that was used before a copy was made is not accepted after it was restored.
func TestUsedAssertionsAreRestored(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, clock *storetest.Clock) {
		until := clock.Now().Add(time.Minute)
		if _, err := s.UseAssertion(t.Context(), "notes", "j1", until); err != nil {
			t.Fatal(err)
		}
		before, err := s.Records(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Restore(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		if first, err := s.UseAssertion(t.Context(), "notes", "j1", until); first || err != nil {
			t.Errorf("got first %t, %v", first, err)
		}
	})
}

// Redis would refuse to read such a record, and then the state could never be reset.
func TestRecordsOfAnotherKindAreNotRestored(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, clock *storetest.Clock) {
		saveGrant(t, s, clock)
		for _, key := range []string{"grant:{x}", "user-grants:{x}", "session:{x}"} {
			if err := s.Restore(t.Context(), []core.Record{{Key: key, Text: []byte("x")}}); err == nil {
				t.Errorf("%s: want an error", key)
			}
		}
		if got, err := s.Records(t.Context()); err != nil || len(got) == 0 {
			t.Errorf("the state before: got %v, %v", got, err)
		}
		if err := s.Restore(t.Context(), nil); err != nil {
			t.Errorf("reset: %v", err)
		}
	})
}

// A record that has expired since the copy was made is not restored.
func TestExpiredRecordsAreNotRestored(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, clock *storetest.Clock) {
		old := core.Record{Key: "code:{x}", Fields: map[string][]byte{"code": []byte("v")}, Expires: clock.Now().Add(-time.Second)}
		if err := s.Restore(t.Context(), []core.Record{old}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Records(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

// Grants that end with a restore are revoked once: resource servers learn of them, and a second restore
// tells them nothing new.
func TestRestoreRevokesGrantsOnce(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, clock *storetest.Clock) {
		saveGrant(t, s, clock)
		for range 2 {
			if err := s.Restore(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			clock.Forward(time.Minute) // the feed does not repeat an entry sooner
		}
		told, _, err := s.Revocations(t.Context(), "", 10)
		if err != nil || len(told) != 1 {
			t.Errorf("got %d revocations, %v", len(told), err)
		}
	})
}
