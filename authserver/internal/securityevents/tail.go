package securityevents

import (
	"context"
	"sync"
	"time"
)

const (
	waitAtRedis = 500 * time.Millisecond // per call, so that the wait ends soon after the last poll has left
	afterError  = 200 * time.Millisecond // pause after an error of Redis
)

// tail wakes all polls that wait for events. As long as there is at least one, one goroutine with
// one connection waits at Redis for all of them. The zero value is ready to use.
type tail struct {
	mu      sync.Mutex
	from    string        // the position after which the goroutine waits
	next    chan struct{} // closed when there may be new events
	waiting int
	running bool
	closed  bool
	stop    context.CancelFunc
	done    sync.WaitGroup
}

// news returns a channel that is closed when there is a new event, or when Redis fails, so that it
// is not known.
func (t *tail) news() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil {
		t.next = make(chan struct{})
	}
	return t.next
}

// join adds a poll to those that wait; leave removes it. The goroutine waits at the lowest position
// of the polls that joined since the last event. A poll with a position in the future, sent by
// mistake or by an attacker, must not delay the others.
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

// follow waits at Redis. After an error it also wakes all polls; each of them then reads Redis and
// returns the error.
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

// advance sets the position to last, unless a poll with a lower position joined meanwhile.
func (t *tail) advance(position, last string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.from == position {
		t.from = last
	}
}

// wanted tells whether a poll waits. If not, the goroutine ends, and the next poll starts a new
// one.
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

// close ends the goroutine. Waiting polls are not woken.
func (t *tail) close() {
	t.mu.Lock()
	t.closed = true
	if t.stop != nil {
		t.stop()
	}
	t.mu.Unlock()
	t.done.Wait()
}
