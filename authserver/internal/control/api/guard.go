package api

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// Guard decides which requests may use the control API.
type Guard struct {
	origin string // of the issuer
	host   string // of the issuer, without the port
	token  string // the hash of the control token; "", which no token matches, if there is none
}

// NewGuard returns a guard. If token is empty, only programs on this machine may use the API.
func NewGuard(issuer string, token config.Secret) *Guard {
	g := &Guard{}
	if u, err := url.Parse(issuer); err == nil {
		g.origin, g.host = u.Scheme+"://"+u.Host, u.Hostname()
	}
	if !token.IsZero() {
		g.token = oauth.Hash(token.Reveal())
	}
	return g
}

// Admit returns an error unless the request comes from a program of the developer: from this
// machine, or with the control token.
func (g *Guard) Admit(r *http.Request) error {
	ctx := r.Context()
	if err := checks.ControlSite.RequireNil(ctx, g.otherSite(r.Header)); err != nil {
		return err
	}
	if token, sent := bearer(r.Header); sent {
		return checks.ControlToken.Require(ctx, oauth.HashMatches(token, g.token))
	}
	if err := forwarded(r); err != nil {
		return g.challenge(checks.ControlCaller.Fail(ctx, err))
	}
	checks.ControlCaller.Pass(ctx)
	return checks.ControlHost.Require(ctx, g.isOwnHost(r.Host))
}

// challenge asks for the control token if the server has one (RFC 6750 §3).
func (g *Guard) challenge(refused *oauth.Error) error {
	if g.token == "" {
		return refused
	}
	return refused.WithStatus(http.StatusUnauthorized).WithChallenge(`Bearer realm="control"`)
}

// otherSite returns an error if a browser says that a page of another origin sent the request.
// Programs send none of these headers. Sec-Fetch-Site is none if a person typed the address.
func (g *Guard) otherSite(h http.Header) error {
	for _, site := range h.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return fmt.Errorf("the header Sec-Fetch-Site is %q", site)
		}
	}
	for _, origin := range h.Values("Origin") {
		if origin != g.origin {
			return fmt.Errorf("the header Origin is %q", origin)
		}
	}
	return nil
}

// bearer returns the bearer token of the request (RFC 6750 §2.1), and whether there is one.
func bearer(h http.Header) (token string, sent bool) {
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	return token, strings.EqualFold(scheme, "Bearer")
}

// ofProxies matches the headers that proxies add: those of RFC 7239, RFC 9110 §7.6.3 and RFC 8586, and those
// of nginx, Envoy and content delivery networks.
var ofProxies = regexp.MustCompile(`^(Forwarded|Via|Cdn-Loop|X-Real-Ip|X-Forwarded.*|X-Original-.*|X-Envoy-.*|.*-Client(-I|i)p|.*-Connecting-Ip)$`)

// forwarded returns an error if the sender is on another machine. Behind a proxy on this machine,
// everybody in the network would seem to be on this machine; its headers reveal it. Nothing reveals a
// proxy that adds no header, as nginx does unless it is told to: it must not pass /control/ on.
func forwarded(r *http.Request) error {
	sender, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !sender.Addr().IsLoopback() {
		return errors.New("the sender is not on this machine")
	}
	for name := range r.Header {
		if ofProxies.MatchString(name) {
			return fmt.Errorf("a proxy sent the request: it has the header %s", name)
		}
	}
	return nil
}

// isOwnHost reports whether a Host header names this machine or the issuer. The port may be any:
// ports of containers are published under other numbers.
func (g *Guard) isOwnHost(header string) bool {
	host, _, err := net.SplitHostPort(header)
	if err != nil { // there is no port
		host = strings.TrimSuffix(strings.TrimPrefix(header, "["), "]")
	}
	return localnet.IsLoopback(host) || g.host != "" && strings.EqualFold(host, g.host)
}
