package web

import (
	"errors"
	"net"
	"strconv"
	"sync"
	"syscall"
)

// portTries limits how often listenLocalhost tries to find a port that is free at both addresses.
// The first try nearly always succeeds.
const portTries = 20

// listenLocalhost listens on the same port of both loopback addresses. For port 0 the system
// chooses a port that is free for IPv4; if it is in use for IPv6, another one is tried.
func listenLocalhost(port string) (net.Listener, error) {
	for tries := 1; ; tries++ {
		v4, err := listen(net.JoinHostPort("127.0.0.1", port))
		if err != nil {
			return nil, err
		}
		chosen := strconv.Itoa(v4.Addr().(*net.TCPAddr).Port)
		v6, err := listen(net.JoinHostPort("::1", chosen))
		switch {
		case err == nil:
			return join(v4, v6), nil
		case !errors.Is(err, syscall.EADDRINUSE): // this machine has no IPv6
			return v4, nil
		}
		_ = v4.Close()
		if port != "0" || tries == portTries {
			return nil, err
		}
	}
}

// pair is a listener that accepts connections from two listeners. Its address is that of the
// first.
type pair struct {
	net.Listener
	second net.Listener

	accepted chan accepted
	done     chan struct{}
	once     sync.Once
}

type accepted struct {
	conn net.Conn
	err  error
}

func join(first, second net.Listener) net.Listener {
	p := &pair{Listener: first, second: second, accepted: make(chan accepted), done: make(chan struct{})}
	go p.take(first)
	go p.take(second)
	return p
}

// take passes on the connections that l accepts, until l is closed.
func (p *pair) take(l net.Listener) {
	for {
		conn, err := l.Accept()
		select {
		case p.accepted <- accepted{conn, err}:
		case <-p.done:
			if conn != nil {
				_ = conn.Close()
			}
			return
		}
		if errors.Is(err, net.ErrClosed) {
			return
		}
	}
}

// Accept waits for a connection to either listener.
func (p *pair) Accept() (net.Conn, error) {
	select {
	case a := <-p.accepted:
		return a.conn, a.err
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// Close closes both listeners.
func (p *pair) Close() error {
	p.once.Do(func() { close(p.done) })
	return errors.Join(p.Listener.Close(), p.second.Close())
}
