package faults

import (
	"net"
	"sync"
	"testing"
	"time"
)

// Wire is a TCP proxy from Addr to a target that can fail.
type Wire struct {
	Addr string // host:port

	t      testing.TB
	target string
	pumps  sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener // nil after Kill
	ends     map[net.Conn]bool
	delay    time.Duration // before each piece of data
	flows    chan struct{} // closed unless the wire is paused
}

// Lay starts a TCP proxy to target, which is host:port. It ends with the test.
func Lay(t testing.TB, target string) *Wire {
	t.Helper()
	w := &Wire{Addr: "127.0.0.1:0", t: t, target: target, ends: map[net.Conn]bool{}, flows: make(chan struct{})}
	close(w.flows)
	w.Up()
	t.Cleanup(func() { w.Kill(); w.pumps.Wait() })
	return w
}

// Up accepts connections at the same address as before.
func (w *Wire) Up() {
	w.t.Helper()
	l, err := net.Listen("tcp", w.Addr)
	if err != nil {
		w.t.Fatalf("wire: %v", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Addr, w.listener = l.Addr().String(), l
	w.pumps.Go(func() { w.accept(l) })
}

// Kill closes all connections and refuses new ones.
func (w *Wire) Kill() {
	w.Resume()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listener != nil {
		_ = w.listener.Close()
	}
	w.listener = nil
	for end := range w.ends {
		_ = end.Close()
	}
}

// Restart closes all connections and accepts new ones at once.
func (w *Wire) Restart() {
	w.Kill()
	w.Up()
}

// Pause accepts connections but passes no data.
func (w *Wire) Pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flows = make(chan struct{})
}

// Resume passes the data that Pause held back.
func (w *Wire) Resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.flows:
	default:
		close(w.flows)
	}
}

// Slow delays each piece of data; 0 ends the delay.
func (w *Wire) Slow(delay time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.delay = delay
}

// Connections returns the number of open connections.
func (w *Wire) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.ends) / 2
}
