package faults

import (
	"net"
	"sync"
	"time"
)

func (w *Wire) accept(l net.Listener) {
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		w.pumps.Go(func() { w.carry(near) })
	}
}

// carry passes the bytes of one connection, until one end closes it.
func (w *Wire) carry(near net.Conn) {
	far, err := net.Dial("tcp", w.target)
	if err != nil {
		_ = near.Close()
		return
	}
	if !w.hold(near, far) {
		return
	}
	var both sync.WaitGroup
	hangUp := func() { _ = near.Close(); _ = far.Close() }
	both.Go(func() { defer hangUp(); w.pump(far, near) })
	both.Go(func() { defer hangUp(); w.pump(near, far) })
	both.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.ends, near)
	delete(w.ends, far)
}

// hold keeps the ends so that they can be closed. It returns false if the wire was killed in the
// meantime.
func (w *Wire) hold(ends ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listener == nil {
		for _, end := range ends {
			_ = end.Close()
		}
		return false
	}
	for _, end := range ends {
		w.ends[end] = true
	}
	return true
}

func (w *Wire) pump(to, from net.Conn) {
	piece := make([]byte, 16<<10)
	for {
		n, err := from.Read(piece)
		if n > 0 {
			w.wait()
			if _, err := to.Write(piece[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (w *Wire) wait() {
	w.mu.Lock()
	flows, delay := w.flows, w.delay
	w.mu.Unlock()
	time.Sleep(delay)
	<-flows
}
