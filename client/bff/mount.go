package bff

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// Mount adds to mux what a backend for frontend answers: signing in and out, the
// session, /api/, and the style of its few pages. It leaves out the page of Notes
// and the probes; / is yours, and it is where users come back to when they signed
// out. Everything must be reached under Config.PublicURL.
//
// Each pattern has a method, so that it is more specific than patterns of yours
// such as "GET /", "/{page}" or "GET /{path...}". As http.ServeMux does, Mount
// panics if a pattern of yours is the same as one of these, or if two patterns
// match the same request and neither is more specific: "GET /{language}/about"
// and "GET /api/". A pattern of yours below /api/ needs a method too.
func (s *Server) Mount(mux *http.ServeMux) {
	for _, pattern := range s.patterns {
		mux.Handle(pattern, s)
	}
}

// patterns are the routes, with their methods, in the words of http.ServeMux, where
// GET includes HEAD.
func patterns(routes []*echo.Route) []string {
	var all []string
	for _, route := range routes {
		if route.Method == http.MethodHead {
			continue
		}
		segments := strings.Split(route.Path, "/")
		for i, segment := range segments {
			if name, is := strings.CutPrefix(segment, ":"); is {
				segments[i] = "{" + name + "}"
			}
		}
		all = append(all, route.Method+" "+strings.TrimSuffix(strings.Join(segments, "/"), "*"))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
