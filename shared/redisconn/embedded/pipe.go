package embedded

import (
	"bytes"
	"context"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// queue is the number of writes that may wait until the embedded server reads them.
const queue = 1024

// Dial returns a dialer that connects to a server in this process, without the network.
func Dial(server *miniredis.Miniredis) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		pipe, err := server.Dial()
		if err != nil {
			return nil, err
		}
		return newUnblocked(pipe), nil
	}
}

// newUnblocked makes one end of a net.Pipe usable for pipelines. A pipe has no buffer: while the
// client still writes commands, the server already writes replies, and both would wait for each
// other forever. So writes are queued, and a goroutine passes them on.
func newUnblocked(pipe net.Conn) net.Conn {
	c := &unblocked{Conn: pipe, out: make(chan []byte, queue), done: make(chan struct{})}
	go c.flush()
	return c
}

type unblocked struct {
	net.Conn
	out  chan []byte
	done chan struct{}
	once sync.Once
}

func (c *unblocked) flush() {
	for {
		select {
		case p := <-c.out:
			if _, err := c.Conn.Write(p); err != nil {
				_ = c.Close()
				return
			}
		case <-c.done:
			return
		}
	}
}

func (c *unblocked) Write(p []byte) (int, error) {
	select {
	case <-c.done:
		return 0, net.ErrClosed
	default:
	}
	select {
	case c.out <- bytes.Clone(p):
		return len(p), nil
	case <-c.done:
		return 0, net.ErrClosed
	}
}

func (c *unblocked) Close() error {
	c.once.Do(func() { close(c.done) })
	return c.Conn.Close()
}

// SetWriteDeadline does nothing, because a write never waits for the other end.
func (c *unblocked) SetWriteDeadline(time.Time) error { return nil }

func (c *unblocked) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }
