package seed

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"quartet.example/authserver/internal/core"
)

// redirects checks a list of redirect URIs. It returns them as written, because they are compared
// octet by octet.
func (r *reader) redirects(list []text, field string, c *core.Client) []string {
	var uris []string
	for _, t := range list {
		if slices.Contains(uris, t.value) {
			r.add(t.line, field, "%q appears twice", t.value)
			continue
		}
		if reason := r.judgeRedirect(t.value, c.ApplicationType == core.ApplicationNative); reason != "" {
			r.add(t.line, field, "%q %s", t.value, reason)
		}
		uris = append(uris, t.value)
	}
	return uris
}

// judgeRedirect returns why a redirect URI may not be registered, or "" if it may.
func (r *reader) judgeRedirect(uri string, native bool) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Scheme == "":
		return "is not an absolute URI (RFC 6749 §3.1.2)"
	case strings.Contains(uri, "#"):
		return "has a fragment (RFC 6749 §3.1.2)"
	case strings.ContainsFunc(uri, func(c rune) bool { return c <= ' ' || c > '~' || c == '\\' }):
		return "holds a space, a backslash or a character outside ASCII"
	case strings.Contains(uri, "*"):
		return "holds an asterisk: URIs are compared as strings, there are no wildcards (RFC 9700 §2.1)"
	case u.User != nil:
		return "holds a user name"
	}
	switch u.Scheme {
	case "https":
		return judgeHost(u)
	case "http":
		return r.judgeHTTP(u, native)
	}
	return judgePrivateScheme(u.Scheme, native)
}

func judgeHost(u *url.URL) string {
	if u.Hostname() == "" {
		return "has no host"
	}
	return ""
}

// judgeHTTP allows http only where the redirect stays on this machine: for loopback redirects of
// native clients, and for all loopback names in the dev profile (RFC 9700 §2.6, RFC 8252 §7.3).
func (r *reader) judgeHTTP(u *url.URL, native bool) string {
	switch {
	case !isLoopback(u.Hostname()):
		return "is http and leaves this machine; use https (RFC 9700 §2.6)"
	case r.Production && !native:
		return "is http; production allows that only for loopback redirects of native clients (RFC 9700 §2.6)"
	}
	return ""
}

// isLoopback accepts 127.0.0.0/8, ::1, localhost and *.localhost (RFC 6761 §6.3).
func isLoopback(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.IsLoopback()
	}
	host = strings.ToLower(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// judgePrivateScheme allows a scheme only if it is a reversed domain name, which contains a dot. No
// scheme that browsers handle themselves (javascript, data, file, ...) contains a dot.
func judgePrivateScheme(scheme string, native bool) string {
	switch {
	case slices.Contains([]string{"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"}, scheme):
		return "has a scheme that runs or reads things in a browser (RFC 9700 §4.1)"
	case !native:
		return "is neither https nor http; private-use schemes are for application_type native (RFC 8252 §7.1)"
	case !strings.Contains(scheme, "."):
		return "has a private-use scheme without a dot; use a domain name of yours reversed, such as com.example.app (RFC 8252 §7.1)"
	}
	return ""
}
