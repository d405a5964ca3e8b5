package stack_test

import (
	"strings"
	"testing"

	"quartet.example/demo/stack"
	"quartet.example/shared/oauth"
)

// A stack on free ports runs beside the one of the user, whose Redis and addresses are in the environment. It
// must neither write to that Redis nor listen where other machines can reach it.
func TestAStackOnFreePortsLeavesTheUsersAlone(t *testing.T) {
	t.Setenv("REDIS_URL", "redis://127.0.0.1:1")
	t.Setenv("AUTHSERVER_SEAL_KEY", oauth.NewSecret())
	t.Setenv("CLIENT_SEAL_KEY", oauth.NewSecret())
	t.Setenv("AUTHSERVER_LISTEN", "0.0.0.0:9000")
	s, err := stack.Start(t.Context(), stack.Options{FreePorts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if at := s.Address("authserver"); !strings.Contains(at, "127.0.0.1:") && !strings.Contains(at, "[::1]:") {
		t.Errorf("it listens at %s", at)
	}
}
