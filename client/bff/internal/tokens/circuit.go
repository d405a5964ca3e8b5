package tokens

import (
	"context"
	"errors"
	"sync"
	"time"
)

// circuit stops refreshes at a server that does not answer, so that requests do not each wait for
// a timeout.
//
//	closed ── three in a row without an answer ──► open
//	  ▲                                             │ two seconds
//	  └── an answer, whatever it says ── half-open ◄┘ one refresh is sent, the others fail at once
//	                                       └── no answer ──► open
//
// At most 32 refreshes are sent at a time: when a server has just died, 200 sessions wait for these
// 32, and not each for its own timeout. The zero circuit is closed.
type circuit struct {
	mu      sync.Mutex
	silent  int       // refreshes without an answer, in a row
	rests   time.Time // until then no refresh is sent
	probing bool
	slots   chan struct{}
}

const (
	threshold = 3
	atOnce    = 32
	restTime  = 2 * time.Second
)

var errOpen = errors.New("the authorization server did not answer lately")

// enter waits for a turn, until ctx ends. The caller must call the function that it returns with
// the time and whether there was an answer.
func (c *circuit) enter(ctx context.Context, now time.Time) (leave func(now time.Time, answered bool), err error) {
	slots := c.queue()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil { // select may choose a free turn although ctx has ended
		<-slots
		return nil, err
	}
	if !c.admits(now) {
		<-slots
		return nil, errOpen
	}
	return func(now time.Time, answered bool) {
		c.note(now, answered)
		<-slots
	}, nil
}

func (c *circuit) queue() chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.slots == nil {
		c.slots = make(chan struct{}, atOnce)
	}
	return c.slots
}

func (c *circuit) admits(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.silent < threshold {
		return true
	}
	if c.probing || now.Before(c.rests) {
		return false
	}
	c.probing = true
	return true
}

func (c *circuit) note(now time.Time, answered bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing = false
	if answered {
		c.silent = 0
		return
	}
	c.silent++
	c.rests = now.Add(restTime)
}

// isOpen reports whether the circuit is open or half-open.
func (c *circuit) isOpen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.silent >= threshold
}

// circuits has one circuit for each authorization server, so that users of one do not wait for
// another. Servers come from the settings, so there are few.
type circuits struct{ all sync.Map }

func (c *circuits) of(issuer string) *circuit {
	one, _ := c.all.LoadOrStore(issuer, &circuit{})
	return one.(*circuit)
}

func (c *circuits) anyOpen() bool {
	open := false
	c.all.Range(func(_, one any) bool {
		open = one.(*circuit).isOpen()
		return !open
	})
	return open
}

// CircuitOpen reports whether an authorization server does not answer refreshes, so that they are
// stopped for a while.
func (k *Keeper) CircuitOpen() bool { return k.circuits.anyOpen() }
