package faults

import (
	"sync"
	"testing"
	"time"

	"quartet.example/shared/waittest"
)

// In reports to another test from now on.
func (c *Crowd) In(t testing.TB) { c.t = t }

// Work lets all call the API until Rest.
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

// Rest ends the work and waits for it.
func (c *Crowd) Rest() {
	close(c.stop)
	c.all.Wait()
	c.http.CloseIdleConnections()
}

func (c *Crowd) loop(i int) {
	turn := time.NewTimer(time.Duration(i) * pause / sessions) // spread over the pause
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

// Rush lets every tab call once, all at the same moment, and then hang up.
func (c *Crowd) Rush() {
	start := make(chan struct{})
	var all sync.WaitGroup
	c.each(&all, func(i int) { <-start; c.call(i) })
	close(start)
	all.Wait()
	c.http.CloseIdleConnections()
}

// AllWell waits until each session has had an answer with data since the call.
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
