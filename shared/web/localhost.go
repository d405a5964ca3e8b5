package web

import (
	"errors"
	"net"
	"strconv"
	"sync"
	"syscall"
)

// portTries is how often listenLocalhost looks for a port that is free at both
// addresses; the first try all but always finds one.
const portTries = 20

// listenLocalhost listens on one port of both loopback addresses. For port 0 the
// system chooses one for IPv4 that may be taken for IPv6: then it tries another.
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
		case !errors.Is(err, syscall.EADDRINUSE): // there is no IPv6 here
			return v4, nil
		}
		_ = v4.Close()
		if port != "0" || tries == portTries {
			return nil, err
		}
	}
}

// pair is two listeners that answer as one. Its address is that of the first.
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

// take hands on what one listener accepts, until it is closed.
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

// Accept waits for a connection to either.
func (p *pair) Accept() (net.Conn, error) {
	select {
	case a := <-p.accepted:
		return a.conn, a.err
	case <-p.done:
		return nil, net.ErrClosed
	}
}

// Close closes both.
func (p *pair) Close() error {
	p.once.Do(func() { close(p.done) })
	return errors.Join(p.Listener.Close(), p.second.Close())
}
