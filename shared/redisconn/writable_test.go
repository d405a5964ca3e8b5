package redisconn_test

import (
	"errors"
	"testing"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// A Redis that answers but refuses writes is not ready.
func TestWritable(t *testing.T) {
	server, rdb := redistest.Server(t)
	if err := redisconn.Writable(t.Context(), rdb); err != nil {
		t.Fatal(err)
	}
	if ttl := server.TTL("ready:{probe}"); ttl <= 0 {
		t.Errorf("the probe stays: TTL %s", ttl)
	}
	server.SetError("READONLY You can't write against a read only replica.")
	if err := redisconn.Writable(t.Context(), rdb); err == nil {
		t.Error("read-only: got no error")
	}
}

// After the password was changed, the services must answer 503, not 500.
func TestChangedPassword(t *testing.T) {
	server, _ := redistest.Server(t)
	for name, url := range map[string]string{"another": "redis://:old@" + server.Addr(), "none sent": "redis://" + server.Addr()} {
		conn, err := redisconn.Open(url)
		if err != nil {
			t.Fatal(err)
		}
		server.RequireAuth("new")
		var away *oauth.Error
		if err := conn.Set(t.Context(), "k", "v", 0).Err(); !errors.As(err, &away) || away.Code != oauth.TemporarilyUnavailable || away.RetryAfter == 0 {
			t.Errorf("%s: got %v, want temporarily_unavailable", name, err)
		}
		_ = conn.Close()
		server.RequireAuth("")
	}
}
