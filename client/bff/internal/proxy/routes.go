package proxy

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Routes is the list of calls that pages need: "GET /notes/*", where a star is
// one segment. HEAD is allowed where GET is (RFC 9110 §9.3.2).
type Routes []route

type route struct{ method, pattern string }

// ParseRoutes reads a list of "METHOD /path".
func ParseRoutes(list []string) (Routes, error) {
	var routes Routes
	for _, entry := range list {
		method, pattern, ok := strings.Cut(strings.TrimSpace(entry), " ")
		if !ok || method == "" || method != strings.ToUpper(method) || !isPattern(pattern) {
			return nil, fmt.Errorf("api-routes: %q is not METHOD /path", entry)
		}
		routes = append(routes, route{method, pattern})
		if method == http.MethodGet {
			routes = append(routes, route{http.MethodHead, pattern})
		}
	}
	return routes, nil
}

// isPattern wants each star to be a whole segment: in "/a*" it would look like a
// wildcard and be none.
func isPattern(pattern string) bool {
	for segment := range strings.SplitSeq(pattern, "/") {
		if strings.Contains(segment, "*") && segment != "*" {
			return false
		}
	}
	return IsUnambiguous(pattern)
}

// Methods are those allowed on an escaped path, none if it is not on the list. A
// path is compared as it was sent: "/n%6ftes" is not "/notes".
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
