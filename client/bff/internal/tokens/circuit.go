package tokens

import (
	"context"
	"errors"
	"sync"
	"time"
)

// circuit keeps refreshes away from a server that does not answer.
//
//	closed ── three in a row without an answer ──► open
//	  ▲                                             │ two seconds of rest
//	  └── an answer, whatever it says ── half-open ◄┘ one goes ahead, the others do not wait
//	                                       └── no answer ──► open
//
// At most 32 are on the way at a time: 200 sessions that find a server which has
// just died wait for those, not for their own timeout each. The zero circuit is
// closed.
type circuit struct {
	mu      sync.Mutex
	silent  int       // in a row
	rests   time.Time // until then
	probing bool
	slots   chan struct{}
}

const (
	threshold = 3
	atOnce    = 32
	restTime  = 2 * time.Second
)

var errOpen = errors.New("the authorization server did not answer lately")

// enter asks to make a call. The function that it returns must be told the time
// and whether there was an answer. ctx bounds the wait for a turn.
func (c *circuit) enter(ctx context.Context, now time.Time) (leave func(now time.Time, answered bool), err error) {
	slots := c.queue()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil { // select takes a free turn also when ctx has ended
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

// isOpen tells whether the server is left alone, or on trial.
func (c *circuit) isOpen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.silent >= threshold
}
