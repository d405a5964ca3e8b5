package authservertest

import (
	"testing"

	"quartet.example/shared/repeatable"
)

// drawRandomNumbers applies WithRandomSeed to this process until the test ends.
func (p *plan) drawRandomNumbers(t testing.TB) {
	t.Helper()
	if p.random == "" {
		return
	}
	t.Setenv("RANDOM_SEED", p.random) // it panics in a parallel test: the random numbers are those of all tests
	t.Cleanup(repeatable.Use(p.random))
}
