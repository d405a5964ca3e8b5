// Package localnet lets a Go program outside of a container reach the names
// that the stack uses on one machine: auth.localhost, api.localhost and so on.
// Browsers and curl map *.localhost to loopback by themselves (RFC 6761 §6.3);
// Go asks the resolver, which often does not know them.
//
// In compose the same names are network aliases of other containers. So loopback
// is tried first, which a container without that port refuses at once, and the
// resolver is asked only then: nothing says which world one is in, and a laptop
// without a network never waits for a resolver (ADR 0005).
package localnet

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
)

// IsLocal tells whether host, without a port, is localhost or below it.
func IsLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// Dialer dials *.localhost wherever it is.
type Dialer struct {
	net.Dialer
	// Lookup resolves a name; nil means the resolver of the net package.
	Lookup func(ctx context.Context, host string) ([]string, error)
}

// DialContext connects to addr. A name below localhost is 127.0.0.1 or ::1 or, if
// nothing listens there, what the resolver says; localhost itself is loopback.
func (d *Dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || !IsLocal(host) {
		return d.Dialer.DialContext(ctx, network, addr)
	}
	var failures []error
	for _, find := range []func(context.Context, string) []string{loopback, d.resolve} {
		for _, ip := range find(ctx, host) {
			conn, err := d.Dialer.DialContext(ctx, network, net.JoinHostPort(ip, port))
			if err == nil {
				return conn, nil
			}
			failures = append(failures, err)
		}
	}
	return nil, errors.Join(failures...)
}

func loopback(context.Context, string) []string { return []string{"127.0.0.1", "::1"} }

// lookupTimeout is short: a container's resolver is next door.
const lookupTimeout = time.Second

// resolve asks for a name that loopback does not answer; nil if nobody knows it.
func (d *Dialer) resolve(ctx context.Context, host string) []string {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") { // it never leaves this machine
		return nil
	}
	lookup := d.Lookup
	if lookup == nil {
		lookup = net.DefaultResolver.LookupHost
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTimeout)
	defer cancel()
	addrs, err := lookup(ctx, host)
	if err != nil {
		return nil
	}
	return addrs
}

// DialContext dials with a Dialer of 2 s.
func DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return (&Dialer{Dialer: net.Dialer{Timeout: 2 * time.Second}}).DialContext(ctx, network, addr)
}

// Transport returns a transport that finds *.localhost, goes through no proxy for
// it, keeps connections, and bounds dialing and the TLS handshake. It does not bound
// the wait for an answer: a poll for security events waits 20 s on purpose (RFC 8936
// §2.2). The timeout of the client or the context of the request does.
func Transport() *http.Transport {
	return &http.Transport{
		Proxy:                  proxyForOthers,
		DialContext:            DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    32, // the default of 2 makes a busy resource server redial
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
	}
}
