package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
)

func stepUp(t *testing.T, s Store, clock *Clock) {
	age := int64(300)
	want := core.NewStepUp(created(t, s, clock), core.Authentication{ACRValues: "gold silver", MaxAge: &age}, "typed", clock.Now().Add(time.Minute).UTC())
	if err := s.SaveStepUp(t.Context(), "id", want); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a page that is loaded again asks again
		got, err := s.LoadStepUp(t.Context(), "id")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := s.LoadStepUp(t.Context(), "another"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("got %v, want %v", err, core.ErrNotFound)
	}
}
