package redisconn_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/waittest"
)

// writer appends numbers to its own set, and remembers which of them Redis acknowledged.
type writer struct {
	key       string
	next      int
	answered  map[int]bool // Redis replied that it is stored
	confirmed map[int]bool // WAIT replied that both replicas have it
}

var appendNumber = redis.NewScript(`return redis.call("SADD", KEYS[1], ARGV[1])`)

// write appends the next number. WAIT must use the same connection as the write.
func (w *writer) write(ctx context.Context, c *redisconn.Conn) error {
	n := w.next
	w.next++
	if err := appendNumber.Run(ctx, c, []string{w.key}, n).Err(); err != nil {
		return err
	}
	w.answered[n] = true
	client, ok := c.UniversalClient.(*redis.Client)
	if !ok {
		return nil
	}
	one := client.Conn()
	defer func() { _ = one.Close() }()
	if err := one.SAdd(ctx, w.key, n).Err(); err != nil {
		return err
	}
	if replicas, err := one.Do(ctx, "wait", 2, 100).Int(); err == nil && replicas == 2 {
		w.confirmed[n] = true
	}
	return nil
}

// The master is killed while 20 writers write. Until the failover every error must be one that
// becomes a 503. Then the new master must serve all writers, and must have every write that both
// replicas confirmed (WAIT). Writes that only the old master acknowledged may be lost, because
// Redis replicates asynchronously.
func TestSentinelFailover(t *testing.T) {
	pid, _ := strconv.Atoi(os.Getenv("REDIS_MASTER_PID"))
	if pid == 0 {
		t.Skip("needs a Redis whose master may be killed: make test-redis-sentinel")
	}
	conn, err := redisconn.Open(os.Getenv("REDIS_URL"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	writers := make([]*writer, 20)
	var written, failed atomic.Int64
	stop := make(chan struct{})
	var all sync.WaitGroup
	for i := range writers {
		w := &writer{key: fmt.Sprint("failover:", i), answered: map[int]bool{}, confirmed: map[int]bool{}}
		writers[i] = w
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := w.write(t.Context(), conn); err != nil {
					failed.Add(1)
					wantAway(t, err)
					time.Sleep(10 * time.Millisecond)
					continue
				}
				written.Add(1)
			}
		})
	}
	waittest.Until(t, "some writes before", func() bool { return written.Load() > 500 })
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the absence is noticed", func() bool { return failed.Load() > 0 })
	waittest.Until(t, "another master serves", func() bool {
		before := written.Load()
		return conn.Set(t.Context(), "failover:probe", "v", 0).Err() == nil && written.Load() >= before
	})
	after := written.Load()
	waittest.Until(t, "all writers write again", func() bool { return written.Load() > after+500 })
	close(stop)
	all.Wait()

	lost := 0
	for _, w := range writers {
		held := map[string]bool{}
		for _, n := range conn.SMembers(t.Context(), w.key).Val() {
			held[n] = true
		}
		for n := range w.answered {
			if held[strconv.Itoa(n)] {
				continue
			}
			lost++
			if w.confirmed[n] {
				t.Errorf("%s: %d was confirmed by both replicas, and is lost", w.key, n)
			}
		}
	}
	t.Logf("%d writes answered, %d calls refused, %d answered writes lost", written.Load(), failed.Load(), lost)
}
