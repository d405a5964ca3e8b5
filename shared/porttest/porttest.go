// Package porttest gives addresses to programs under test that must be told
// where to listen before they do.
package porttest

import (
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
)

// The ports are below those that systems hand out for port 0: one of these,
// freed, is soon taken by the next test that asks for any.
const first, count = 10_000, 20_000

// Address is one on loopback that is free now.
func Address(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(first+rand.IntN(count)))
		l, err := net.Listen("tcp", address)
		if err != nil {
			continue // taken
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return address
	}
	t.Fatal("no free port on loopback")
	return ""
}
