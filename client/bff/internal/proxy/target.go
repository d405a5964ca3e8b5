package proxy

import (
	"context"
	"errors"
	"net/url"

	"quartet.example/client/bff/internal/checks"
)

// escapedPath returns the path of a request, octet by octet as it was sent.
func escapedPath(u *url.URL) string {
	if u.RawPath != "" {
		return u.RawPath
	}
	return u.EscapedPath() // the same as was sent: url.Parse sets RawPath where they differ
}

// query returns the query as it was sent, with its question mark, or "". A name without
// a value, the order, a plus, and a semicolon stay what they are (RFC 3986 §3.4).
func query(ctx context.Context, u *url.URL) (string, error) {
	if u.RawQuery == "" && !u.ForceQuery {
		return "", nil
	}
	return "?" + u.RawQuery, checks.ProxyQuery.RequireNil(ctx, wellFormed(u.RawQuery))
}

// wellFormed reports whether a query is printable ASCII without "#", with two hexadecimal
// digits after each percent sign. Brackets and similar characters are allowed, because
// browsers send them unencoded.
func wellFormed(query string) error {
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c > '~' || c == '#' {
			return errors.New("a character that must be encoded")
		}
	}
	_, err := url.PathUnescape(query)
	return err
}
