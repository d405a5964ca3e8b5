package admin_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
	"quartet.example/shared/redistest"
)

// "Please try again" does not help an operator: the error must name the address of Redis.
func TestRedisAwayIsToldWithItsCause(t *testing.T) {
	server, rdb := redistest.Server(t)
	address := server.Addr()
	server.Close()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	cfg.SealKey = sealKey
	o := &admin.Operator{Config: cfg, In: strings.NewReader(""), Out: &strings.Builder{}, Deps: authserver.Deps{Redis: rdb, Now: time.Now, Log: slog.New(slog.DiscardHandler)}}
	for _, words := range [][]string{{"keys", "list"}, {"users", "list"}, {"users", "disable", "alice"}} {
		if err := o.Do(t.Context(), words...); err == nil || !strings.Contains(err.Error(), "redis-url") || !strings.Contains(err.Error(), address) {
			t.Errorf("%v: got %v", words, err)
		}
	}
}
