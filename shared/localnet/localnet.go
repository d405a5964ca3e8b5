// Package localnet lets a Go program outside of a container reach the host names of the stack:
// auth.localhost, api.localhost and so on. Browsers and curl map *.localhost to loopback by
// themselves (RFC 6761 §6.3); Go asks the resolver, which often does not know them.
//
// In docker compose the same names are network aliases of other containers. So a connection tries
// loopback first, where a container without that port refuses at once, and asks the resolver only
// then. No setting is needed to tell the two cases apart, and on a laptop without a network
// nothing waits for the resolver (ADR 0005).
//
//	localnet.go      Dialer and transports, which can reach *.localhost
//	client.go        NewClient, with limits on time, size and redirects
//	confidential.go  which URLs are https or on this machine
//	proxy.go         the proxy of the environment, except for *.localhost
package localnet

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
)

// IsLocal reports whether host, without a port, is localhost or ends in .localhost.
func IsLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// Dialer connects to *.localhost names on loopback or, if nothing listens there, at the address
// that the resolver knows.
type Dialer struct {
	net.Dialer
	// Lookup resolves a name; nil means the resolver of package net.
	Lookup func(ctx context.Context, host string) ([]string, error)
}

// DialContext connects to addr. It tries a name that ends in .localhost at 127.0.0.1, then at ::1,
// then at the addresses from the resolver. The name localhost itself is only tried on loopback.
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

// lookupTimeout is short, because in a container the resolver is on the same machine.
const lookupTimeout = time.Second

// resolve returns the addresses of a name from the resolver, or nil if it does not know the name.
func (d *Dialer) resolve(ctx context.Context, host string) []string {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") { // localhost must never be resolved to another machine (RFC 6761 §6.3)
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

// DialContext connects as Dialer does, and gives up after 2 s for each address.
func DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return (&Dialer{Dialer: net.Dialer{Timeout: 2 * time.Second}}).DialContext(ctx, network, addr)
}

// Transport returns a transport that can reach *.localhost. It uses no proxy for these names,
// keeps connections open, and limits the time to connect and for the TLS handshake. It does not
// limit the wait for a response, because a poll for security events may take 20 s (RFC 8936 §2.2):
// set a timeout on the client or on the request's context.
func Transport() *http.Transport {
	return &http.Transport{
		Proxy:                  proxyForOthers,
		DialContext:            DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		ExpectContinueTimeout:  time.Second,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    32, // with the default of 2, a resource server under load opens connections all the time
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
	}
}

// Trusting returns a Transport that trusts the servers of these certificate authorities. nil means
// those of the system.
func Trusting(roots *x509.CertPool) *http.Transport {
	t := Transport()
	t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	return t
}
