package dpop

import (
	"net/url"
	"strings"
)

// sameURI compares two http URIs after the normalisation of RFC 3986 §6.2.2 and
// §6.2.3, without query and fragment (RFC 9449 §4.3 rule 9).
func sameURI(a, b string) bool {
	x, ok := normal(a)
	if !ok {
		return false
	}
	y, ok := normal(b)
	return ok && x == y
}

// normal is the URI with scheme and host in lower case, no default port, and a
// path without dot segments and needless escapes. It reports false for what is
// no absolute http URI, or has a user in it.
func normal(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" || u.User != nil {
		return "", false
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	default:
		return "", false
	}
	if !strings.Contains(strings.ToLower(u.RawPath), "%2f") { // a slash within a segment is no separator
		u.RawPath = ""
	}
	target := (&url.URL{Path: "/"}).ResolveReference(u).EscapedPath() // RFC 3986 §5.2.4
	if target == "" {
		target = "/"
	}
	return scheme + "://" + strings.TrimSuffix(host, ":") + target, true
}
