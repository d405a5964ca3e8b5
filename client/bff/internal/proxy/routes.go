package proxy

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Routes is the list of calls that pages may make: "GET /notes/*".
//
//   - a segment of a pattern matches the same segment, octet by octet, as it was sent
//   - * matches exactly one segment, whatever it is
//   - ** is the last segment of a pattern, and matches one or more segments
//   - each pattern that matches a path allows its method: the order of the list and the length of
//     a pattern have no meaning
//   - HEAD is allowed where GET is (RFC 9110 §9.3.2)
//
// A path that servers could read in several ways matches nothing (IsUnambiguous): one with a dot
// segment, an empty segment or an encoded slash. So a star never leads to another place.
type Routes []route

type route struct{ method, pattern string }

const (
	anySegment  = "*"
	anySegments = "**"
)

// ParseRoutes reads a list of "METHOD /path".
func ParseRoutes(list []string) (Routes, error) {
	var routes Routes
	for _, entry := range list {
		method, pattern, ok := strings.Cut(strings.TrimSpace(entry), " ")
		if !ok || !isMethod(method) || !isPattern(pattern) {
			return nil, fmt.Errorf("api-routes: %q is not METHOD /path", entry)
		}
		routes = append(routes, route{method, pattern})
		if method == http.MethodGet {
			routes = append(routes, route{http.MethodHead, pattern})
		}
	}
	return routes, nil
}

// isMethod reports whether a route may have this method: capital letters. The response to TRACE
// contains the request with the access token that was added to it (RFC 9110 §9.3.8), and CONNECT asks
// for a tunnel (§9.3.6).
func isMethod(method string) bool {
	other := strings.IndexFunc(method, func(c rune) bool { return c < 'A' || c > 'Z' })
	return method != "" && other < 0 && method != http.MethodTrace && method != http.MethodConnect
}

// isPattern reports whether each star is a whole segment and two stars are at the end only. In
// "/a*" a star would look like a wildcard and match only itself.
func isPattern(pattern string) bool {
	segments := strings.Split(pattern, "/")
	for i, segment := range segments {
		if segment == anySegments && i == len(segments)-1 {
			continue
		}
		if strings.Contains(segment, "*") && segment != anySegment {
			return false
		}
	}
	return IsUnambiguous(pattern)
}

// Methods returns those allowed on an escaped path, none if the path matches no route. A path is
// compared as it was sent: "/n%6ftes" is not "/notes".
func (r Routes) Methods(path string) []string {
	if !IsUnambiguous(path) {
		return nil
	}
	var methods []string
	for _, route := range r {
		if matches(route.pattern, path) {
			methods = append(methods, route.method)
		}
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// matches reports whether an escaped path has the segments of a pattern. Both begin with a slash
// (IsUnambiguous).
func matches(pattern, path string) bool {
	for pattern != "" && path != "" {
		var wanted, got string
		wanted, pattern = cutSegment(pattern)
		got, path = cutSegment(path)
		switch wanted {
		case anySegments:
			return true
		case anySegment, got:
		default:
			return false
		}
	}
	return pattern == path // both have ended
}

// cutSegment returns "a" and "/b" for "/a/b", and "a" and "" for "/a". The path begins with a slash.
func cutSegment(path string) (segment, rest string) {
	path = path[1:]
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}
