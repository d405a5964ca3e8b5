package dpop

import (
	"net/url"
	"strings"
)

// sameURI compares two http URIs after the normalization of RFC 3986 §6.2.2 and §6.2.3, without
// query and fragment (RFC 9449 §4.3 rule 9).
func sameURI(a, b string) bool {
	x, ok := normal(a)
	if !ok {
		return false
	}
	y, ok := normal(b)
	return ok && x == y
}

// normal returns the URI with scheme and host in lower case, without default port, and with a path
// without dot segments and unnecessary escapes. It returns false if the URI is not an absolute http
// URI or contains a user.
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
	if !strings.Contains(strings.ToLower(u.RawPath), "%2f") { // an escaped slash must not become a separator
		u.RawPath = ""
	}
	target := (&url.URL{Path: "/"}).ResolveReference(u).EscapedPath() // RFC 3986 §5.2.4
	if target == "" {
		target = "/"
	}
	return scheme + "://" + strings.TrimSuffix(host, ":") + target, true
}
