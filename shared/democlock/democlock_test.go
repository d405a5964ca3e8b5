package democlock_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/democlock"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

var start = time.Date(2026, 11, 29, 22, 0, 0, 0, time.UTC)

func stopped() time.Time { return start }

// external hides that a Redis is in this process, so that it is treated like one on another machine.
type external struct{ redis.UniversalClient }

// Unwrap returns the client of the Redis.
func (e external) Unwrap() redis.UniversalClient { return e.UniversalClient }

func clocks(t *testing.T, rdb redis.UniversalClient, n int) []*democlock.Clock {
	t.Helper()
	all := make([]*democlock.Clock, n)
	for i := range all {
		all[i] = democlock.Open(t.Context(), rdb, stopped)
	}
	waittest.Until(t, "all listen", func() bool { return rdb.PubSubNumSub(t.Context(), "democlock").Val()["democlock"] == int64(n) })
	return all
}

func TestForwardReturnsWhenEveryServiceHasTheNewTime(t *testing.T) {
	all := clocks(t, redistest.New(t), 4)
	want := start
	for i, d := range []time.Duration{time.Minute, 10 * time.Minute, 1500 * time.Millisecond} {
		if err := all[i].Forward(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		want = want.Add((d + time.Second - 1).Truncate(time.Second))
		for _, c := range all {
			if got := c.Now(); !got.Equal(want) {
				t.Errorf("after %s: got %s, want %s", d, got, want)
			}
		}
	}
}

func TestServiceThatStartsLaterHasTheTime(t *testing.T) {
	rdb := redistest.New(t)
	if err := clocks(t, rdb, 1)[0].Forward(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if got := democlock.Open(t.Context(), rdb, stopped).Ahead(); got != time.Hour { // at once: it reads before it returns
		t.Errorf("got %s", got)
	}
}

func TestMovesAtTheSameTimeAddUp(t *testing.T) {
	all := clocks(t, redistest.New(t), 2)
	var moves sync.WaitGroup
	for i := range 10 {
		moves.Go(func() {
			if err := all[i%2].Forward(t.Context(), time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	moves.Wait()
	if a, b := all[0].Ahead(), all[1].Ahead(); a != 10*time.Minute || b != a {
		t.Errorf("got %s and %s", a, b)
	}
}

// The replies of the services are keys with a TTL, and an embedded Redis expires keys by the demo clock.
func TestMoveDoesNotExpireTheRepliesOfAnother(t *testing.T) {
	rdb := redistest.New(t)
	c := clocks(t, rdb, 5)[0]
	redisconn.Follow(rdb, c.Now)
	var moves sync.WaitGroup
	for range 20 {
		moves.Go(func() {
			if err := c.Forward(t.Context(), 10*time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	moves.Wait()
}

func TestClockNeverGoesBack(t *testing.T) {
	rdb := redistest.New(t)
	all := clocks(t, rdb, 2)
	if err := all[0].Forward(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, d := range []time.Duration{0, -time.Minute, 31 * 24 * time.Hour} {
		if err := all[0].Forward(t.Context(), d); !errors.Is(err, democlock.ErrRange) {
			t.Errorf("%s: got %v", d, err)
		}
	}
	rdb.Del(t.Context(), "democlock") // somebody emptied Redis
	if err := all[1].Forward(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	if a, b := all[0].Ahead(), all[1].Ahead(); a != time.Hour+time.Minute || b != a {
		t.Errorf("got %s and %s", a, b)
	}
}

// What Redis expires must move with the clock, but not what protects something in real time.
func TestKeysExpireSooner(t *testing.T) {
	rdb := external{redistest.New(t)}
	c := clocks(t, rdb, 1)[0]
	const hour = time.Hour
	for key, ttl := range map[string]time.Duration{
		"code:{a}": time.Minute, "session:{b}": hour, "notes:{c}": 0, "trace": 0, "step": 0, "client:refresh:{d}": 3 * time.Second, "ready:{probe}": 9 * time.Minute,
	} {
		rdb.Set(t.Context(), key, "v", ttl)
	}
	for i := range 1500 { // several round trips
		rdb.Set(t.Context(), "many:"+strconv.Itoa(i), "v", time.Minute)
	}
	if err := c.Forward(t.Context(), 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string][2]time.Duration{ // from, to; -1 ns: no TTL; -2 ns: no key
		"code:{a}": {-2, -2}, "many:0": {-2, -2}, "many:1499": {-2, -2}, "session:{b}": {hour - 11*time.Minute, hour - 10*time.Minute},
		"notes:{c}": {-1, -1}, "trace": {-1, -1}, "step": {-1, -1}, "democlock": {-1, -1},
		"ready:{probe}": {1, 9 * time.Minute},
	} {
		if got := rdb.PTTL(t.Context(), key).Val(); got < want[0] || got > want[1] {
			t.Errorf("%s: got %s, want %s to %s", key, got, want[0], want[1])
		}
	}
}

// crowded is a Redis whose keys cannot all be listed.
type crowded struct{ redis.UniversalClient }

func (crowded) Scan(ctx context.Context, _ uint64, _ string, _ int64) *redis.ScanCmd {
	cmd := redis.NewScanCmd(ctx, nil)
	cmd.SetVal([]string{"a"}, 1) // and there are always more
	return cmd
}

func TestClockDoesNotMoveIfTheKeysCannot(t *testing.T) {
	rdb := redistest.New(t)
	c := democlock.Open(t.Context(), crowded{rdb}, stopped)
	if err := c.Forward(t.Context(), time.Minute); err == nil || c.Ahead() != 0 || rdb.Exists(t.Context(), "democlock").Val() != 0 {
		t.Errorf("got %v, ahead %s, stored %s", err, c.Ahead(), rdb.Get(t.Context(), "democlock").Val())
	}
}

// The clock of Redis decides about short windows (docs/adr/0022), so scripts must see the time of the
// demo, whether they are sent alone or in a pipeline.
func TestScriptsSeeTheTime(t *testing.T) {
	rdb := external{redistest.New(t)}
	c := clocks(t, rdb, 1)[0]
	c.MoveScripts(rdb)
	script := redis.NewScript(`return tonumber(` + redisconn.TimeCall + `[1])`)
	seen := func() int64 {
		t.Helper()
		got, err := script.Run(t.Context(), rdb, []string{"k"}).Int64()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := seen()
	if err := c.Forward(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if moved := seen() - before; moved < 3600 || moved > 3660 {
		t.Errorf("moved by %d s", moved)
	}
	cmds, err := rdb.Pipelined(t.Context(), func(p redis.Pipeliner) error { script.Eval(t.Context(), p, []string{"k"}); return nil })
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := cmds[0].(*redis.Cmd).Int64(); got-before < 3600 {
		t.Errorf("in a pipeline: moved by %d s", got-before)
	}
}

// An embedded Redis follows the services, so its TTLs must not be shortened once more.
func TestEmbeddedRedisFollowsOnce(t *testing.T) {
	rdb := redistest.New(t)
	if !redisconn.IsEmbedded(rdb) {
		t.Skip("a real Redis")
	}
	c := clocks(t, rdb, 1)[0]
	redisconn.Follow(rdb, c.Now)
	rdb.Set(t.Context(), "code:{a}", "v", time.Hour)
	if err := c.Forward(t.Context(), 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	if got := rdb.PTTL(t.Context(), "code:{a}").Val(); got != 50*time.Minute {
		t.Errorf("got %s, want 50m", got)
	}
}

func TestRedisIsAway(t *testing.T) {
	server, rdb := redistest.Server(t)
	c := democlock.Open(t.Context(), rdb, stopped)
	server.Close()
	if err := c.Forward(t.Context(), time.Minute); err == nil || c.Ahead() != 0 {
		t.Errorf("got %v, ahead %s", err, c.Ahead())
	}
	ctx, cancel := context.WithTimeout(t.Context(), waittest.Patience)
	defer cancel()
	if got := democlock.Open(ctx, rdb, stopped).Now(); !got.Equal(start) {
		t.Errorf("a service that starts now: got %s", got)
	}
}
