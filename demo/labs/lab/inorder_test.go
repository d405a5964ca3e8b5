package lab_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"quartet.example/demo/labs/lab"
)

// The second run ends before the first, and its result is used after it.
func TestResultsAreUsedInOrder(t *testing.T) {
	second := make(chan struct{})
	var used []int
	run := func(_ context.Context, i int) int {
		if i == 0 {
			<-second
		}
		if i == 1 {
			close(second)
		}
		return i
	}
	err := lab.InOrder(t.Context(), 5, run, func(_, result int) error { used = append(used, result); return nil })
	if err != nil || !slices.Equal(used, []int{0, 1, 2, 3, 4}) {
		t.Errorf("got %v, %v", used, err)
	}
}

// No more than two runs are made at a time. After an error none begins, and those that began have ended.
func TestNoRunBeginsAfterAnError(t *testing.T) {
	full := errors.New("disk full")
	var began, ended atomic.Int32
	run := func(ctx context.Context, i int) int {
		began.Add(1)
		defer ended.Add(1)
		if i == 1 {
			<-ctx.Done()
		}
		return i
	}
	err := lab.InOrder(t.Context(), 9, run, func(int, int) error { return full })
	if !errors.Is(err, full) || began.Load() != 2 || ended.Load() != 2 {
		t.Errorf("got %v, %d began, %d ended", err, began.Load(), ended.Load())
	}
}
