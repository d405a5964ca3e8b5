package faults

import (
	"maps"
	"net/http"
	"runtime"
	"slices"
	"time"

	"quartet.example/demo/e2e/rig"
)

// Unharmed fails the test for each session that got another answer than data or
// "come back later".
func (c *Crowd) Unharmed() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t.Logf("answers so far: %v", c.said)
	if len(c.refused) > 0 {
		first := slices.Min(slices.Collect(maps.Keys(c.refused)))
		c.t.Errorf("%d sessions were refused; session %d: %.300s", len(c.refused), first, c.refused[first])
	}
	clear(c.refused)
}

// Refreshes are the refresh tokens that the authorization server was shown since
// a moment, and how often each got a new one for it.
type Refreshes map[string]int

// Redeemed counts the refreshes from the n-th message on.
func (c *Crowd) Redeemed(n int) Refreshes {
	seen := Refreshes{}
	for _, e := range c.s.Gate.Seen(rig.Refreshes)[n:] {
		if e.Status == http.StatusOK {
			seen[e.Form.Get("refresh_token")]++
		}
	}
	return seen
}

// Refreshed is how many refreshes the authorization server has been asked for.
func (c *Crowd) Refreshed() int { return len(c.s.Gate.Seen(rig.Refreshes)) }

// OnceEach wants one refresh of each session since the n-th. forgiven is how
// often one may be repeated: the answer to it may have been lost.
func (c *Crowd) OnceEach(n, forgiven int) {
	c.t.Helper()
	redeemed := c.Redeemed(n)
	if len(redeemed) != sessions {
		c.t.Errorf("L-19 %d refresh tokens were redeemed, want one of each of %d sessions", len(redeemed), sessions)
	}
	for token, times := range redeemed {
		if times > 1+forgiven {
			c.t.Errorf("L-19 the refresh token %.6s... was redeemed %d times", token, times)
		}
	}
}

// Settled is the number of goroutines once they are no more than the limit, or
// once their number has not changed for a while: what ends takes its time.
func Settled(limit int) int {
	n, since := runtime.NumGoroutine(), time.Now()
	for n > limit && time.Since(since) < 500*time.Millisecond {
		time.Sleep(20 * time.Millisecond)
		if now := runtime.NumGoroutine(); now != n {
			n, since = now, time.Now()
		}
	}
	return n
}
