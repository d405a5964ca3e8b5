package faults

import (
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

// Unharmed fails the test for each session that got another response than data or a 503 with
// Retry-After.
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

// Refreshed returns the number of refresh requests at the authorization server.
func (c *Crowd) Refreshed() int { return len(c.s.Gate.Seen(rig.Refreshes)) }

// OnceEach fails the test unless each session has refreshed once since the n-th refresh. forgiven
// is how many refreshes may be repeated because the fault lost the response. A refresh may also be
// repeated if the caller had disconnected before the response.
func (c *Crowd) OnceEach(n, forgiven int) {
	c.t.Helper()
	waittest.Until(c.t, "L-19 a refresh of each session", func() bool { return len(c.redeemed(n)) >= sessions })
	redeemed := c.redeemed(n)
	if len(redeemed) != sessions {
		c.t.Errorf("L-19 %d refresh tokens were redeemed, want one of each of %d sessions", len(redeemed), sessions)
	}
	for token, times := range redeemed {
		if times > 1+forgiven {
			c.t.Errorf("L-19 the refresh token %.6s... was redeemed %d times", token, times)
		}
	}
}

// redeemed returns the refresh tokens that were used since the n-th refresh, and how often the
// response reached the caller.
func (c *Crowd) redeemed(n int) map[string]int {
	seen := map[string]int{}
	for _, e := range c.s.Gate.Seen(rig.Refreshes)[n:] {
		token := e.Form.Get("refresh_token")
		switch {
		case e.Status != http.StatusOK:
		case e.Left:
			seen[token] += 0
		default:
			seen[token]++
		}
	}
	return seen
}

// Ours returns the number of goroutines that run code of the services, and their stacks.
// Goroutines of connections in a pool run only code of libraries, so they do not count.
func Ours() (n int, stacks string) {
	for size := 1 << 20; ; size *= 2 {
		all := make([]byte, size)
		if written := runtime.Stack(all, true); written < size {
			stacks = string(all[:written])
			break
		}
	}
	var ours []string
	for _, one := range strings.Split(stacks, "\n\n") {
		if strings.Contains(one, "quartet.example/") && !strings.Contains(one, "quartet.example/demo/e2e/") {
			ours = append(ours, one)
		}
	}
	return len(ours), strings.Join(ours, "\n\n")
}
