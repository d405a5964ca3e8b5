package faults

import (
	"net"
	"sync"
	"testing"
	"time"
)

// Wire carries connections from Addr to a target, and can break.
type Wire struct {
	Addr string // host:port

	t      testing.TB
	target string
	pumps  sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener // nil: killed
	ends     map[net.Conn]bool
	delay    time.Duration // before each piece
	flows    chan struct{} // closed while nothing is paused
}

// Lay opens a wire to target, and takes it away when the test ends.
func Lay(t testing.TB, target string) *Wire {
	t.Helper()
	w := &Wire{Addr: "127.0.0.1:0", t: t, target: target, ends: map[net.Conn]bool{}, flows: make(chan struct{})}
	close(w.flows)
	w.Up()
	t.Cleanup(func() { w.Kill(); w.pumps.Wait() })
	return w
}

// Up lets it take connections, at the address that it had.
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

// Kill cuts all connections and refuses new ones.
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

// Restart cuts all connections and takes new ones at once.
func (w *Wire) Restart() {
	w.Kill()
	w.Up()
}

// Pause holds everything up: connections are taken, nothing gets through.
func (w *Wire) Pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flows = make(chan struct{})
}

// Resume lets through what was held up.
func (w *Wire) Resume() {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.flows:
	default:
		close(w.flows)
	}
}

// Slow delays each piece; 0 ends that.
func (w *Wire) Slow(delay time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.delay = delay
}

// Connections is how many there are now.
func (w *Wire) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.ends) / 2
}
