package authserver

import (
	"net/http"
	"net/url"
	"strings"
)

// pathOf returns the path of the issuer, or "" if it has none.
func pathOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil { // cannot happen: Validate has parsed the issuer
		return ""
	}
	return u.Path
}

// wellKnown returns the URL of a metadata document. The path of the issuer follows the well-known
// path (RFC 8414 §3.1).
func wellKnown(issuer, document string) string {
	u, err := url.Parse(issuer)
	if err != nil { // cannot happen: Validate has parsed the issuer
		return ""
	}
	return u.Scheme + "://" + u.Host + document + u.EscapedPath()
}

// below serves h under the path of the issuer. The path of such an issuer is at the end of its
// well-known documents (RFC 8414 §3.1). Health checks and the assets of pages are also served
// without the path.
func below(path string, h http.Handler) http.Handler {
	if path == "" {
		return h
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, withPath(r, inner(path, r.URL.Path), inner(escaped, r.URL.RawPath)))
	})
}

// inner maps the path of a request to the path in routes.
func inner(prefix, path string) string {
	if rest, ok := strings.CutPrefix(path, prefix); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	if path == prefix {
		return "/" // people open the issuer's URL without a trailing slash
	}
	if document, ok := strings.CutSuffix(path, prefix); ok && strings.HasPrefix(path, "/.well-known/") {
		return document
	}
	if path == "/livez" || path == "/readyz" || strings.HasPrefix(path, "/assets/") {
		return path
	}
	return "/.outside" // a path without a route, so that the response is the usual 404
}

// withPath returns the request with another path. raw is the path as sent, in which a name may contain
// %2F. It is left out if it does not stand for path.
func withPath(r *http.Request, path, raw string) *http.Request {
	if decoded, err := url.PathUnescape(raw); err != nil || decoded != path || raw == path {
		raw = ""
	}
	clone := new(http.Request)
	*clone = *r
	clone.URL = new(url.URL)
	*clone.URL = *r.URL
	clone.URL.Path, clone.URL.RawPath = path, raw
	return clone
}
