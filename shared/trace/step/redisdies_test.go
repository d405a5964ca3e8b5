package step_test

import (
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"quartet.example/shared/porttest"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/waittest"
)

// A Redis that is killed, or that hangs and keeps its connections, can release nothing. So the
// services must release what they hold.
func TestRealRedisDiesWhileMessagesAreHeld(t *testing.T) {
	if os.Getenv("REDIS_URL") == "" {
		t.Skip("needs redis-server: make test-redis")
	}
	for name, signal := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "hangs": syscall.SIGSTOP} {
		t.Run(name, func(t *testing.T) {
			server, rdb := redisServer(t)
			gates, _ := opened(t, rdb, 2)
			first, second := held(t, t.Context(), gates[0], "1"), held(t, t.Context(), gates[1], "2")
			if err := server.Signal(signal); err != nil {
				t.Fatal(err)
			}
			want(t, first, step.Away)
			want(t, second, step.Away)
			if gates[0].On() || gates[1].On() {
				t.Error("step mode is on, but nobody could release a message")
			}
		})
	}
}

// redisServer starts a Redis of its own, for a test that ends it.
func redisServer(t *testing.T) (*os.Process, *redisconn.Conn) {
	t.Helper()
	address := porttest.Address(t)
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	rdb, err := redisconn.Open("redis://" + address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rdb.Close() })
	waittest.Until(t, "Redis answers", func() bool { return rdb.Ping(t.Context()).Err() == nil })
	return cmd.Process, rdb
}
