package proxy

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Routes is the list of calls that pages need: "GET /notes/*", where a star is
// one segment.
type Routes []route

type route struct{ method, pattern string }

// ParseRoutes reads a list of "METHOD /path".
func ParseRoutes(list []string) (Routes, error) {
	var routes Routes
	for _, entry := range list {
		method, pattern, ok := strings.Cut(strings.TrimSpace(entry), " ")
		if !ok || method != strings.ToUpper(method) || !IsPlain(strings.ReplaceAll(pattern, "*", "x")) {
			return nil, fmt.Errorf("api-routes: %q is not METHOD /path", entry)
		}
		routes = append(routes, route{method, pattern})
	}
	return routes, nil
}

// Methods are those allowed on a path, none if it is not on the list.
func (r Routes) Methods(p string) []string {
	var methods []string
	for _, route := range r {
		if matches(route.pattern, p) {
			methods = append(methods, route.method)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

func matches(pattern, p string) bool {
	ps, ss := strings.Split(pattern, "/"), strings.Split(p, "/")
	return slices.EqualFunc(ps, ss, func(pattern, segment string) bool {
		return pattern == segment || pattern == "*" && segment != ""
	})
}

// IsPlain tells whether a path as it came, undecoded, can be read in one way
// only: unreserved characters and single slashes (RFC 3986 §2.3), no dot
// segments (§5.2.4), no escapes.
func IsPlain(p string) bool {
	if !strings.HasPrefix(p, "/") || path.Clean(p) != p {
		return false
	}
	for i := range len(p) {
		if !isPlainByte(p[i]) {
			return false
		}
	}
	return true
}

func isPlainByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("/-._~", c) >= 0
}
