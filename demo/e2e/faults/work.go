package faults

import (
	"sync"
	"testing"
	"time"

	"quartet.example/shared/waittest"
)

// In reports failures to another test from now on.
func (c *Crowd) In(t testing.TB) { c.t = t }

// Work lets all sessions call the API until Rest.
func (c *Crowd) Work() {
	c.stop = make(chan struct{})
	c.each(&c.all, c.loop)
}

// each runs one goroutine for each tab of each session.
func (c *Crowd) each(group *sync.WaitGroup, do func(i int)) {
	for range tabs {
		for i := range c.cookies {
			group.Go(func() { do(i) })
		}
	}
}

// Rest ends the calls and waits for the last ones.
func (c *Crowd) Rest() {
	close(c.stop)
	c.all.Wait()
	c.http.CloseIdleConnections()
}

func (c *Crowd) loop(i int) {
	turn := time.NewTimer(time.Duration(i) * pause / sessions) // so that the calls are spread over the pause
	defer turn.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-turn.C:
			c.call(i)
			turn.Reset(pause)
		}
	}
}

// Rush lets every tab call once at the same moment, and then close the connection.
func (c *Crowd) Rush() {
	start := make(chan struct{})
	var all sync.WaitGroup
	c.each(&all, func(i int) { <-start; c.call(i) })
	close(start)
	all.Wait()
	c.http.CloseIdleConnections()
}

// AllWell waits until each session has had a successful response since this call.
func (c *Crowd) AllWell() {
	c.t.Helper()
	c.mu.Lock()
	before := append([]int(nil), c.good...)
	c.mu.Unlock()
	waittest.Until(c.t, "every session works again", func() bool { return c.waiting(before) == 0 })
}

func (c *Crowd) waiting(before []int) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range before {
		if c.good[i] == before[i] {
			n++
		}
	}
	return n
}
