// Package storetest tests the store of notes on the embedded Redis and, with $REDIS_URL, on a real
// one.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/resourceserver/internal/core"
)

// Store is the interface that the resource server needs.
type Store interface {
	AddNote(ctx context.Context, owner core.Owner, note core.Note) error
	Notes(ctx context.Context, owner core.Owner, page core.Page) ([]core.Note, bool, error)
	Note(ctx context.Context, owner core.Owner, id string) (core.Note, error)
	ReplaceText(ctx context.Context, owner core.Owner, id, text, revision string, wanted core.Precondition) (core.Note, error)
	DeleteNote(ctx context.Context, owner core.Owner, id string, wanted core.Precondition) error
}

var (
	alice = core.OwnerOf("https://issuer.example", "alice")
	bob   = core.OwnerOf("https://issuer.example", "bob")
	start = time.Unix(1_800_000_000, 0).UTC()
)

func note(i int) core.Note {
	return core.Note{ID: fmt.Sprintf("n%03d", i), Text: fmt.Sprintf("note %d, \"quoted\" 🙂\n", i), CreatedAt: start.Add(time.Duration(i) * time.Second), Revision: "r1"}
}

// Run tests the store that open returns.
func Run(t *testing.T, open func(*testing.T) Store) {
	for name, promise := range map[string]func(*testing.T, Store){
		"note comes back as it was stored":              roundTrip,
		"notes are listed, newest first":                order,
		"owner without notes has an empty list":         empty,
		"notes of others are not found":                 apart,
		"the same subject at another issuer is another": issuers,
		"deleted note is gone, once":                    deleted,
		"50 deletions of one note, one wins":            deleteRace,
		"the limit holds, and deleting makes room":      limit,
		"50 additions with room for one, one is let in": limitRace,
		"pages follow each other without a gap":         pages,
		"a page goes on where a note was deleted":       pageAfterDeleted,
		"changed note has its new text and revision":    replaced,
		"change happens if the precondition holds":      preconditions,
		"50 changes of one revision, one wins":          replaceRace,
	} {
		t.Run(name, func(t *testing.T) { promise(t, open(t)) })
	}
}

var always core.Precondition

// all returns the whole list.
func all(t *testing.T, s Store, owner core.Owner) []core.Note {
	t.Helper()
	notes, more, err := s.Notes(t.Context(), owner, core.Page{Limit: core.MaxNotes})
	if err != nil || more {
		t.Fatalf("got %v and more=%v, want the whole list", err, more)
	}
	return notes
}

func add(t *testing.T, s Store, owner core.Owner, n core.Note) {
	t.Helper()
	if err := s.AddNote(t.Context(), owner, n); err != nil {
		t.Fatal(err)
	}
}

func roundTrip(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	got, err := s.Note(t.Context(), alice, note(1).ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(note(1), got); diff != "" {
		t.Error(diff)
	}
}

func order(t *testing.T, s Store) {
	for _, i := range []int{2, 3, 1} {
		add(t, s, alice, note(i))
	}
	got := all(t, s, alice)
	if diff := cmp.Diff([]core.Note{note(3), note(2), note(1)}, got); diff != "" {
		t.Error(diff)
	}
}

func empty(t *testing.T, s Store) {
	if got := all(t, s, alice); got == nil || len(got) != 0 {
		t.Errorf("got %v, want an empty list", got)
	}
}

func apart(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	if _, err := s.Note(t.Context(), bob, note(1).ID); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("read: got %v, want %v", err, core.ErrNotFound)
	}
	if err := s.DeleteNote(t.Context(), bob, note(1).ID, always); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("delete: got %v, want %v", err, core.ErrNotFound)
	}
	if _, err := s.Note(t.Context(), alice, note(1).ID); err != nil {
		t.Errorf("alice afterwards: got %v, want her note", err)
	}
}

func issuers(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	if got := all(t, s, core.OwnerOf("https://other.example", "alice")); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
}

func deleted(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	if err := s.DeleteNote(t.Context(), alice, note(1).ID, always); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteNote(t.Context(), alice, note(1).ID, always); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("again: got %v, want %v", err, core.ErrNotFound)
	}
}

func deleteRace(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	if won := race(func(int) error { return s.DeleteNote(t.Context(), alice, note(1).ID, always) }); won != 1 {
		t.Errorf("got %d winners, want 1", won)
	}
}

func fill(t *testing.T, s Store, n int) {
	t.Helper()
	for i := range n {
		add(t, s, alice, note(i))
	}
}

func limit(t *testing.T, s Store) {
	fill(t, s, core.MaxNotes)
	if err := s.AddNote(t.Context(), alice, note(core.MaxNotes)); !errors.Is(err, core.ErrFull) {
		t.Errorf("one more: got %v, want %v", err, core.ErrFull)
	}
	add(t, s, bob, note(1)) // the limit is for each owner
	if err := s.DeleteNote(t.Context(), alice, note(0).ID, always); err != nil {
		t.Fatal(err)
	}
	add(t, s, alice, note(core.MaxNotes))
}

func limitRace(t *testing.T, s Store) {
	fill(t, s, core.MaxNotes-1)
	if won := race(func(i int) error { return s.AddNote(t.Context(), alice, note(1000+i)) }); won != 1 {
		t.Errorf("got %d let in, want 1", won)
	}
}

// race runs work 50 times concurrently and returns the number of successes.
func race(work func(int) error) int32 {
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if work(i) == nil {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	return won.Load()
}
