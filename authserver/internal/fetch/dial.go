package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/localnet"
)

var errPrivate = errors.New("the host has an address that is not public")

// dial connects to a host that the operator allowed, or to an address that was verified to be
// public. The name is resolved once: a second resolution could return a private address (DNS
// rebinding).
func (f *Fetcher) dial(ctx context.Context, network, hostPort string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	if f.allowed(host, port) {
		return localnet.DialContext(ctx, network, hostPort)
	}
	addrs, err := f.resolve(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	if len(addrs) == 0 {
		return nil, errors.New("resolve: no address")
	}
	if err := checks.FetchAddress.RequireNil(ctx, allPublic(addrs)); err != nil {
		return nil, err
	}
	return f.dialFirst(ctx, network, addrs, port)
}

// allPublic returns an error if one of the addresses is not public.
func allPublic(addrs []netip.Addr) error {
	for _, addr := range addrs {
		if !public(addr) {
			return errPrivate
		}
	}
	return nil
}

// dialFirst connects to the first address that accepts.
func (f *Fetcher) dialFirst(ctx context.Context, network string, addrs []netip.Addr, port string) (net.Conn, error) {
	dialer := &net.Dialer{ControlContext: judgeSocket}
	var failures []error
	for _, addr := range addrs {
		conn, err := dialer.DialContext(ctx, network, net.JoinHostPort(addr.Unmap().String(), port))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

// judgeSocket is called by the dialer with the address of the connection, before it connects.
func judgeSocket(ctx context.Context, _, hostPort string, _ syscall.RawConn) error {
	addr, err := netip.ParseAddrPort(hostPort)
	if err != nil || !public(addr.Addr()) {
		return checks.FetchAddress.Fail(ctx, errPrivate)
	}
	return nil
}

// resolve returns all addresses of a host name; a literal address is returned as it is.
func (f *Fetcher) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	return f.lookup(ctx, "ip", host)
}
