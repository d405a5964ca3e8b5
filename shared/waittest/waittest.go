// Package waittest waits in a test for what other goroutines, servers and
// processes do in their own time.
package waittest

import (
	"testing"
	"time"
)

// Patience is how long a test waits before it says that something hangs. It is
// far above what anything here takes, so that a busy machine fails no test. A
// test of a time limit runs in a testing/synctest bubble, where time is exact.
const Patience = time.Minute

// Until asks again and again until done returns true, and fails the test when it
// still does not after Patience.
func Until(t testing.TB, what string, done func() bool) {
	t.Helper()
	pause := time.Millisecond
	for deadline := time.Now().Add(Patience); !done(); pause = min(2*pause, 20*time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %s", what, Patience)
		}
		time.Sleep(pause)
	}
}

// Closed waits until the channel is closed or delivers, and fails the test when
// it does neither within Patience.
func Closed[T any](t testing.TB, what string, channel <-chan T) (received T) {
	t.Helper()
	select {
	case received = <-channel:
	case <-time.After(Patience):
		t.Fatalf("%s: not within %s", what, Patience)
	}
	return received
}

// InTime fails the test when more than Patience has passed since began.
func InTime(t testing.TB, what string, began time.Time) {
	t.Helper()
	if took := time.Since(began); took > Patience {
		t.Errorf("%s: took %s, which is a hang", what, took)
	}
}
