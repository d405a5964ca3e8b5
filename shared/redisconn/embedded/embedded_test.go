package embedded_test

import (
	"testing"
	"time"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/waittest"
)

func TestEmbeddedRedis(t *testing.T) {
	conn, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if conn.Embedded == nil {
		t.Error("not embedded")
	}
	conn.Set(t.Context(), "k", "v", 20*time.Millisecond)
	waittest.Until(t, "the key expires", func() bool { return conn.Exists(t.Context(), "k").Val() == 0 })
	if err := conn.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := conn.Ready(t.Context()); !redisconn.IsAway(err) {
		t.Errorf("after close: got %v, want away", err)
	}
}
