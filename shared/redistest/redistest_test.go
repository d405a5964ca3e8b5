package redistest_test

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

func TestEachTestHasAnEmptyRedis(t *testing.T) {
	for _, name := range []string{"first", "second"} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.New(t)
			if n := rdb.DBSize(t.Context()).Val(); n != 0 {
				t.Errorf("got %d keys, want 0", n)
			}
			rdb.Set(t.Context(), "k", "v", 0)
		})
	}
}

func TestKeysExpireByTheClockOfTheBubble(t *testing.T) {
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("a real server has its own clock")
	}
	synctest.Test(t, func(t *testing.T) {
		rdb := redistest.New(t)
		script := redis.NewScript(`return redis.call("GET", KEYS[1])`)
		rdb.Set(t.Context(), "k", "v", time.Minute)
		if got, err := script.Run(t.Context(), rdb, []string{"k"}).Text(); got != "v" || err != nil {
			t.Errorf("at once: got %q, %v", got, err)
		}
		time.Sleep(61 * time.Second)
		if _, err := script.Run(t.Context(), rdb, []string{"k"}).Text(); !errors.Is(err, redis.Nil) {
			t.Errorf("after 61s: got %v, want redis.Nil", err)
		}
	})
}

func TestServerComesBackWithItsContents(t *testing.T) {
	server, rdb := redistest.Server(t)
	rdb.Set(t.Context(), "k", "v", 0)
	server.Close()
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if got := rdb.Get(t.Context(), "k").Val(); got != "v" {
		t.Errorf("got %q, want v", got)
	}
}

func TestRedisShowsTheClockThatItFollows(t *testing.T) {
	rdb := redistest.New(t)
	script := redis.NewScript(`return redis.call("TIME")`)
	moved := time.Date(2031, time.March, 1, 12, 0, 0, 250_000_000, time.UTC)
	redisconn.Follow(rdb, func() time.Time { return moved })
	redisconn.Follow(rdb, func() time.Time { return moved.Add(-time.Hour) }) // the latest clock counts
	for range 2 {
		got, err := script.Run(t.Context(), rdb, nil).StringSlice()
		if err != nil || !slices.Equal(got, []string{strconv.FormatInt(moved.Unix(), 10), "250000"}) {
			t.Errorf("TIME: got %v, %v; want %d.25", got, err, moved.Unix())
		}
		moved = moved.Add(time.Minute)
	}
}

func TestKeysExpireByTheClockThatRedisFollows(t *testing.T) {
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("the TTLs of a real server run by its own clock")
	}
	rdb, now := redistest.New(t), time.Now()
	redisconn.Follow(rdb, func() time.Time { return now })
	rdb.Set(t.Context(), "k", "v", time.Minute)
	now = now.Add(59 * time.Second)
	if got := rdb.Get(t.Context(), "k").Val(); got != "v" {
		t.Errorf("after 59s: got %q, want v", got)
	}
	now = now.Add(2 * time.Second)
	if got := rdb.Exists(t.Context(), "k").Val(); got != 0 {
		t.Error("after 61s the key is still there")
	}
}
