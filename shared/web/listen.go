package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// Listen opens a TCP listener. The host localhost means 127.0.0.1 and, if this machine has IPv6,
// also ::1, because some browsers try ::1 first. The error says what to do.
func Listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && strings.EqualFold(host, "localhost") {
		return listenLocalhost(port)
	}
	return listen(addr)
}

func listen(addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", addr)
	if err == nil {
		return l, nil
	}
	_, port, splitErr := net.SplitHostPort(addr)
	switch {
	case splitErr != nil:
		return nil, fmt.Errorf("cannot listen on %q: want host:port or :port: %w", addr, err)
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("port %s is in use: stop what listens there, or choose another address: %w", port, err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("port %s needs a privilege that this process does not have: choose one over 1023: %w", port, err)
	}
	return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
}
