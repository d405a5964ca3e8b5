package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/resourceserver/internal/core"
)

// page returns the ids of one page, the position of its last note, and whether more notes follow.
func page(t *testing.T, s Store, after *core.Position, limit int) (ids []string, last *core.Position, more bool) {
	t.Helper()
	notes, more, err := s.Notes(t.Context(), alice, core.Page{After: after, Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notes {
		ids = append(ids, n.ID)
		at := n.Position()
		last = &at
	}
	return ids, last, more
}

func pages(t *testing.T, s Store) {
	want := []string{"n007", "n006", "n005", "n004", "same-a", "same-b", "n002", "n001", "n000"}
	fill(t, s, 3)
	for _, id := range []string{"same-b", "same-a"} { // two notes of the same time
		n := note(3)
		n.ID = id
		add(t, s, alice, n)
	}
	for i := 4; i < 8; i++ {
		add(t, s, alice, note(i))
	}
	for limit := 1; limit <= len(want)+1; limit++ {
		var got []string
		var after *core.Position
		for more := true; more; {
			var ids []string
			ids, after, more = page(t, s, after, limit)
			if len(ids) > limit || more && len(ids) < limit {
				t.Fatalf("limit %d: got a page of %d, more=%v", limit, len(ids), more)
			}
			got = append(got, ids...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("limit %d: %s", limit, diff)
		}
	}
}

func pageAfterDeleted(t *testing.T, s Store) {
	fill(t, s, 5)
	_, last, _ := page(t, s, nil, 2) // the page is n004, n003
	if err := s.DeleteNote(t.Context(), alice, last.ID, always); err != nil {
		t.Fatal(err)
	}
	add(t, s, alice, note(9)) // newer than the page that was read
	got, _, more := page(t, s, last, 2)
	if diff := cmp.Diff([]string{"n002", "n001"}, got); diff != "" || !more {
		t.Errorf("more=%v, %s", more, diff)
	}
}
