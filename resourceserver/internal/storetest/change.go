package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/resourceserver/internal/core"
)

func replaced(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	add(t, s, alice, note(2))
	want := note(1)
	want.Text, want.Revision = "</b> \"new\" \\ \u2028 ü 🙂\n", "r2"
	got, err := s.ReplaceText(t.Context(), alice, want.ID, want.Text, want.Revision, always)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]core.Note{note(2), want}, all(t, s, alice)); diff != "" {
		t.Errorf("afterwards: %s", diff)
	}
	if _, err := s.ReplaceText(t.Context(), bob, want.ID, "x", "r3", always); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("by bob: got %v, want %v", err, core.ErrNotFound)
	}
}

// preconditions tests RFC 9110 §13.1.1 and §13.1.2. The note has the revision r1.
func preconditions(t *testing.T, s Store) {
	for name, tt := range map[string]struct {
		wanted core.Precondition
		want   error
	}{
		"none":                              {core.Precondition{}, nil},
		"If-Match names it":                 {core.Precondition{Match: []string{`"r0"`, `"r1"`}}, nil},
		"If-Match takes any":                {core.Precondition{Match: []string{core.AnyETag}}, nil},
		"If-Match names another":            {core.Precondition{Match: []string{`"r0"`}}, core.ErrPrecondition},
		"If-Match names none":               {core.Precondition{Match: []string{}}, core.ErrPrecondition},
		"If-Match without quotes":           {core.Precondition{Match: []string{`r1`}}, core.ErrPrecondition},
		"If-Match names a star":             {core.Precondition{Match: []string{`"*"`}}, core.ErrPrecondition},
		"If-None-Match names another":       {core.Precondition{NoneMatch: []string{`"r0"`}}, nil},
		"If-None-Match names it":            {core.Precondition{NoneMatch: []string{`"r0"`, `"r1"`}}, core.ErrPrecondition},
		"If-None-Match takes none":          {core.Precondition{NoneMatch: []string{core.AnyETag}}, core.ErrPrecondition},
		"both, and one of them is not true": {core.Precondition{Match: []string{`"r1"`}, NoneMatch: []string{`"r1"`}}, core.ErrPrecondition},
	} {
		t.Run(name, func(t *testing.T) {
			n := note(1)
			n.ID = name
			add(t, s, alice, n)
			if _, err := s.ReplaceText(t.Context(), alice, name, "new", "r1", tt.wanted); !errors.Is(err, tt.want) {
				t.Errorf("replace: got %v, want %v", err, tt.want)
			}
			if err := s.DeleteNote(t.Context(), alice, name, tt.wanted); !errors.Is(err, tt.want) {
				t.Errorf("delete: got %v, want %v", err, tt.want)
			}
			got, err := s.Note(t.Context(), alice, name)
			if kept := err == nil && got == n; kept != (tt.want != nil) {
				t.Errorf("afterwards: got %+v and %v", got, err)
			}
		})
	}
	if err := s.DeleteNote(t.Context(), alice, "nothing", core.Precondition{Match: []string{core.AnyETag}}); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("a note that is not there: got %v, want %v", err, core.ErrNotFound)
	}
}

func replaceRace(t *testing.T, s Store) {
	add(t, s, alice, note(1))
	won := race(func(i int) error {
		_, err := s.ReplaceText(t.Context(), alice, note(1).ID, "mine", fmt.Sprintf("r2-%d", i), core.Precondition{Match: []string{`"r1"`}})
		return err
	})
	if won != 1 {
		t.Errorf("got %d winners, want 1", won)
	}
}
