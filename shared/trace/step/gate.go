package step

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/announce"
)

// Longest is how long a message is held at most. It is shorter than the two minutes after which some
// browsers and proxies give up.
const Longest = 110 * time.Second

// maxHeld is how many messages a service holds at the same time. Each has a connection and its body in
// memory, and anybody can send more than a teacher releases.
const maxHeld = 100

// Reason says why a message was released.
type Reason string

// The reasons.
const (
	Next     Reason = "next"      // this message was released
	Continue Reason = "continue"  // all messages were released
	Off      Reason = "off"       // step mode was switched off, or ended by itself
	TimedOut Reason = "timed out" // after Longest
	Away     Reason = "away"      // the connection to Redis was lost
	Gone     Reason = "gone"      // the sender does not wait any more
	Full     Reason = "full"      // it was not held, because too many others are
)

// Gate holds the messages of one service. A nil *Gate holds none.
type Gate struct {
	mode  atomic.Pointer[Mode]      // nil: step mode is off
	ended atomic.Pointer[time.Time] // when it was switched off; nil: it was never on
	now   func() time.Time          // the system clock

	mu   sync.Mutex
	held map[*holding]struct{}
}

// holding is a message that is held. Several can have the same id, because the sender of a message
// chooses it (W3C Trace Context §3.2).
type holding struct {
	id       string
	released chan Reason
}

// Open returns a gate that follows the mode in Redis until ctx ends.
func Open(ctx context.Context, rdb redis.UniversalClient) *Gate {
	g := newGate(time.Now) //nolint:forbidigo // how long a person has waited does not depend on the demo clock
	go announce.Listen(ctx, rdb, channel, announce.Listener{
		Joined: func(ctx context.Context) error { return g.read(ctx, rdb) },
		Heard:  g.heard,
		Lost:   func() { g.set(Mode{}, Away) },
	})
	context.AfterFunc(ctx, func() { g.set(Mode{}, Off) })
	return g
}

func newGate(now func() time.Time) *Gate {
	return &Gate{now: now, held: map[*holding]struct{}{}}
}

// read sets the mode that is stored.
func (g *Gate) read(ctx context.Context, rdb redis.UniversalClient) error {
	m, err := load(ctx, rdb)
	if err == nil {
		g.set(m, Off)
	}
	return err
}

// load returns the stored mode, or the zero value if there is none.
func load(ctx context.Context, rdb redis.UniversalClient) (Mode, error) {
	raw, err := rdb.Get(ctx, key).Bytes()
	if errors.Is(err, redis.Nil) {
		return Mode{}, nil
	}
	var m Mode
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		return Mode{}, fmt.Errorf("step: %w", err)
	}
	return m, nil
}

// heard acts on an announcement.
func (g *Gate) heard(body []byte) {
	var c command
	if json.Unmarshal(body, &c) != nil {
		return
	}
	g.set(c.Mode, Off)
	switch {
	case c.All:
		g.releaseAll(Continue)
	case c.Release != "":
		g.release(c.Release, Next)
	}
}

// set changes the mode. If it is off then, all messages are released.
func (g *Gate) set(m Mode, why Reason) {
	if m.On() && g.now().Before(m.Until) {
		g.mode.Store(&m)
		return
	}
	if was := g.mode.Swap(nil); was != nil {
		now := g.now()
		g.ended.Store(&now)
	}
	g.releaseAll(why)
}

// On reports whether step mode is on: a message may be held, so no message should time out.
func (g *Gate) On() bool {
	if g == nil {
		return false
	}
	m := g.mode.Load()
	return m != nil && g.now().Before(m.Until)
}

// afterwards is how long Recently is true after step mode has ended: the time for which a message is
// held at most, and a little for its way.
const afterwards = Longest + 10*time.Second

// Recently reports whether step mode is on or ended less than two minutes ago. A message that was
// released then was made up to 110 seconds before.
func (g *Gate) Recently() bool {
	if g == nil {
		return false
	}
	if m := g.mode.Load(); m != nil {
		return g.now().Before(m.Until.Add(afterwards))
	}
	ended := g.ended.Load()
	return ended != nil && g.now().Before(ended.Add(afterwards))
}

// Mode returns the current mode, or the zero value if step mode is off.
func (g *Gate) Mode() Mode {
	if !g.On() {
		return Mode{}
	}
	if m := g.mode.Load(); m != nil {
		return *m
	}
	return Mode{}
}

// Holds reports whether Hold would hold a message. back is false for messages through the browser.
func (g *Gate) Holds(back bool, path string) bool {
	return g.On() && g.isHeld(back, path) && !g.full()
}

func (g *Gate) full() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.held) >= maxHeld
}

func (g *Gate) isHeld(back bool, path string) bool {
	m := g.mode.Load()
	return m != nil && m.holds(back, path)
}

// Hold waits until the message with this id is released, its sender is gone (ctx was cancelled), or
// Longest has passed. A deadline of ctx does not end it: the time for which a message is held must not
// count. While 100 messages are held, it returns Full at once.
func (g *Gate) Hold(ctx context.Context, id string) Reason {
	h := g.enter(id)
	if h == nil {
		return Full
	}
	defer g.leave(h)
	if !g.On() { // it was switched off after Holds, and nobody would release the message
		return Off
	}
	timer := time.NewTimer(Longest)
	defer timer.Stop()
	gone := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.Canceled) {
			close(gone)
		}
	})
	defer stop()
	select {
	case why := <-h.released:
		return why
	case <-timer.C:
		return TimedOut
	case <-gone:
		return Gone
	}
}

// enter returns nil if too many messages are held.
func (g *Gate) enter(id string) *holding {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.held) >= maxHeld {
		return nil
	}
	h := &holding{id, make(chan Reason, 1)}
	g.held[h] = struct{}{}
	return h
}

func (g *Gate) leave(h *holding) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.held, h)
}

// release releases the message with this id, if this gate holds it.
func (g *Gate) release(id string, why Reason) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for h := range g.held {
		if h.id == id {
			tell(h.released, why)
		}
	}
}

func (g *Gate) releaseAll(why Reason) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for h := range g.held {
		tell(h.released, why)
	}
}

// tell sends why unless a reason was sent already.
func tell(released chan<- Reason, why Reason) {
	select {
	case released <- why:
	default:
	}
}
