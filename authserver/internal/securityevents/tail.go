package securityevents

import (
	"context"
	"sync"
	"time"
)

const (
	waitAtRedis = 500 * time.Millisecond // at a time, so that it ends soon after the last who waits
	afterError  = 200 * time.Millisecond // until Redis is asked again
)

// tail wakes all who wait for news. One goroutine, and one connection to Redis,
// waits for all of them while there are any. The zero value is ready.
type tail struct {
	mu      sync.Mutex
	from    string        // the position that is waited at
	next    chan struct{} // closed when there may be news
	waiting int
	running bool
	closed  bool
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// news is closed when there is something that was not there when it was called,
// or when that cannot be known.
func (t *tail) news() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil {
		t.next = make(chan struct{})
	}
	return t.next
}

// join begins to wait; leave ends it. The wait is at the least position of those who
// joined since the last news: one that lies in the future, sent by mistake or by
// intent, must not keep the news from the others.
func (t *tail) join(feed Revocations, position string) (leave func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting++
	if !t.running || position != "" && before(position, t.from) {
		t.from = position
	}
	if !t.running && !t.closed {
		t.running = true
		ctx, stop := context.WithCancel(context.Background())
		t.stop = stop
		t.done.Go(func() { t.follow(ctx, feed) })
	}
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.waiting--
	}
}

// follow waits at Redis. A failure wakes everybody, too: each then looks, and says
// that Redis is away.
func (t *tail) follow(ctx context.Context, feed Revocations) {
	for t.wanted() {
		position := t.position()
		last, err := feed.AwaitRevocation(ctx, position, waitAtRedis)
		if err != nil || last != position {
			t.wake()
		}
		t.advance(position, last)
		if err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(afterError):
			}
		}
	}
}

func (t *tail) position() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.from
}

// advance goes on from last, unless somebody joined at an earlier position meanwhile.
func (t *tail) advance(position, last string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.from == position {
		t.from = last
	}
}

// wanted tells whether anybody waits; if not, the next to join begins anew.
func (t *tail) wanted() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running = t.waiting > 0 && !t.closed
	return t.running
}

func (t *tail) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next != nil {
		close(t.next)
		t.next = nil
	}
}

// close ends the goroutine. Nobody is woken any more.
func (t *tail) close() {
	t.mu.Lock()
	t.closed = true
	if t.stop != nil {
		t.stop()
	}
	t.mu.Unlock()
	t.done.Wait()
}
