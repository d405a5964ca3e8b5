// Package waittest waits in tests for work of other goroutines, servers and processes.
package waittest

import (
	"testing"
	"time"
)

// Patience is how long a test waits before it fails because something hangs. It is much longer
// than any of these operations takes, so a slow machine fails no test. Tests of time limits use a
// testing/synctest bubble instead, where time is exact.
const Patience = time.Minute

// Until calls done repeatedly until it returns true. It fails the test after Patience.
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

// Closed waits until the channel is closed or delivers a value. It fails the test after Patience.
func Closed[T any](t testing.TB, what string, channel <-chan T) (received T) {
	t.Helper()
	select {
	case received = <-channel:
	case <-time.After(Patience):
		t.Fatalf("%s: not within %s", what, Patience)
	}
	return received
}

// InTime fails the test if more than Patience has passed since began.
func InTime(t testing.TB, what string, began time.Time) {
	t.Helper()
	if took := time.Since(began); took > Patience {
		t.Errorf("%s: took %s, which is a hang", what, took)
	}
}
