package storetest_test

import (
	"testing"
	"time"

	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/redistest"
)

// The inspector shows how many notes and used proofs there are.
func TestHeldCounts(t *testing.T) {
	rdb := redistest.New(t)
	now := func() time.Time { return time.Unix(1_800_000_000, 0) }
	s, proofs := redisstore.New(rdb, time.Hour), redisstore.NewProofs(rdb, now)
	for _, add := range []struct{ owner, id string }{{"alice", "1"}, {"alice", "2"}, {"bob", "1"}} {
		if err := s.AddNote(t.Context(), core.OwnerOf("https://issuer.example", add.owner), core.Note{ID: add.id}); err != nil {
			t.Fatal(err)
		}
		if _, err := proofs.Use(t.Context(), add.owner+add.id, now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if owners, notes, more, err := s.HeldNotes(t.Context(), 10); owners != 2 || notes != 3 || more || err != nil {
		t.Errorf("got %d, %d, %v, %v; want 2, 3", owners, notes, more, err)
	}
	if n, more, err := proofs.Held(t.Context(), 10); n != 3 || more || err != nil {
		t.Errorf("got %d, %v, %v; want 3", n, more, err)
	}
	if n, more, err := proofs.Held(t.Context(), 2); n != 2 || !more || err != nil {
		t.Errorf("limit: got %d, %v, %v; want 2 and more", n, more, err)
	}
}
