package handover

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Redirects are the registered addresses at which apps wait (RFC 8252 §7).
type Redirects []redirect

// redirect is one registered address. The port of a loopback address may be any.
type redirect struct {
	origin, rest string // origin is "" except for a loopback address; then rest is the whole address
}

// ParseRedirects reads the setting: https addresses claimed by an app (§7.2),
// private-use schemes (§7.1), and http to a loopback address (§7.3).
func ParseRedirects(list []string) (Redirects, error) {
	var all Redirects
	var errs []error
	for _, s := range list {
		r, err := parseRedirect(s)
		if err != nil {
			errs = append(errs, fmt.Errorf("app-redirects: %q: %w", s, err))
		}
		all = append(all, r)
	}
	return all, errors.Join(errs...)
}

func parseRedirect(s string) (redirect, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || !u.IsAbs() || u.User != nil || strings.Contains(s, "#"):
		return redirect{}, errors.New("must be an absolute URI without user and fragment (RFC 6749 §3.1.2)")
	case u.Scheme == "https" && u.Host != "":
		return redirect{rest: s}, nil
	case u.Scheme == "http":
		return parseLoopback(u, s)
	case !strings.Contains(u.Scheme, "."):
		return redirect{}, errors.New("a private-use scheme is a domain name in reverse (RFC 8252 §7.1)")
	}
	return redirect{rest: s}, nil
}

// parseLoopback requires an IP address and refuses the name localhost, which may resolve to another machine (§8.3).
func parseLoopback(u *url.URL, s string) (redirect, error) {
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil || !ip.IsLoopback() || u.Port() != "" {
		return redirect{}, errors.New("http is for 127.0.0.1 and [::1], without a port (RFC 8252 §7.3)")
	}
	origin := "http://" + u.Host
	return redirect{origin: origin, rest: strings.TrimPrefix(s, origin)}, nil
}

// Allow reports whether uri is one of the addresses, compared character by character (RFC
// 9700 §2.1), except for the port of a loopback address (RFC 8252 §8.4).
func (all Redirects) Allow(uri string) bool {
	for _, r := range all {
		if r.is(uri) {
			return true
		}
	}
	return false
}

func (r redirect) is(uri string) bool {
	if r.origin == "" {
		return uri == r.rest
	}
	rest, ok := strings.CutPrefix(uri, r.origin)
	if !ok {
		return false
	}
	port, ported := strings.CutPrefix(rest, ":")
	if !ported {
		return rest == r.rest
	}
	port, ok = strings.CutSuffix(port, r.rest)
	n, err := strconv.ParseUint(port, 10, 16)
	return ok && err == nil && strconv.FormatUint(n, 10) == port
}
