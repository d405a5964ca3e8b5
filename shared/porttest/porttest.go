// Package porttest finds free addresses for programs under test that take their address as a
// setting, so that port 0 cannot be used.
package porttest

import (
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
)

// The range is below the ports that operating systems assign for port 0. From that range, another
// test could be given the same port before the program listens on it.
const first, count = 10_000, 20_000

// Address returns a loopback address with a port that is free at the moment.
func Address(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(first+rand.IntN(count)))
		l, err := net.Listen("tcp", address)
		if err != nil {
			continue // in use
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return address
	}
	t.Fatal("no free port on loopback")
	return ""
}
