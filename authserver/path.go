package authserver

import (
	"net/http"
	"net/url"
	"strings"
)

// pathOf is the path of the issuer, "" for most.
func pathOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil { // Validate has parsed it
		return ""
	}
	return u.Path
}

// wellKnown is the URL of a document of RFC 8414: the path of the issuer comes after
// the well-known one (§3.1).
func wellKnown(issuer, document string) string {
	u, err := url.Parse(issuer)
	if err != nil { // Validate has parsed it
		return ""
	}
	return u.Scheme + "://" + u.Host + document + u.EscapedPath()
}

// below serves h under the path of the issuer. The well-known documents of such
// an issuer have its path at their end (RFC 8414 §3.1); health and the assets
// of pages stay at the root as well.
func below(path string, h http.Handler) http.Handler {
	if path == "" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, withPath(r, inner(path, r.URL.Path)))
	})
}

// inner gives the path that the routes know.
func inner(prefix, path string) string {
	if rest, ok := strings.CutPrefix(path, prefix); ok && strings.HasPrefix(rest, "/") {
		return rest
	}
	if path == prefix {
		return "/" // the issuer itself, as people copy it
	}
	if document, ok := strings.CutSuffix(path, prefix); ok && strings.HasPrefix(path, "/.well-known/") {
		return document
	}
	if path == "/livez" || path == "/readyz" || strings.HasPrefix(path, "/assets/") {
		return path
	}
	return "/.outside" // nothing is there: 404 in the manner of all others
}

func withPath(r *http.Request, path string) *http.Request {
	clone := new(http.Request)
	*clone = *r
	clone.URL = new(url.URL)
	*clone.URL = *r.URL
	clone.URL.Path, clone.URL.RawPath = path, ""
	return clone
}
