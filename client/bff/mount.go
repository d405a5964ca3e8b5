package bff

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// Handler answers the routes of this package and passes all other requests to next. It is for any
// router; with Echo: e.Pre(echo.WrapMiddleware(app.Handler)). With http.ServeMux, Mount does the
// same. All of the application must be reached under Config.PublicURL; / is where users come back
// to after they signed out.
func (s *Server) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.owned.has(echo.GetPath(r)) {
			s.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Mount adds the routes of this package to mux: signing in and out, the session, /api/, and the
// style of its few pages.
//
// Each pattern has a method, so that it is more specific than patterns of yours such as "GET /",
// "/{page}" or "GET /{path...}". As http.ServeMux does, Mount panics if a pattern of yours is the
// same as one of these, or if two patterns match the same request and neither is more specific:
// "GET /{language}/about" and "GET /api/". A pattern of yours below /api/ needs a method too.
func (s *Server) Mount(mux *http.ServeMux) {
	for _, pattern := range s.owned.patterns {
		mux.Handle(pattern, s)
	}
}

// owned are the routes: as patterns of http.ServeMux, where GET includes HEAD, and as paths, of
// which those with a slash at the end are prefixes.
type owned struct {
	patterns []string
	paths    map[string]bool
	prefixes []string
}

func newOwned(routes []*echo.Route) owned {
	o := owned{paths: map[string]bool{}}
	for _, route := range routes {
		segments := strings.Split(route.Path, "/")
		for i, segment := range segments {
			if name, is := strings.CutPrefix(segment, ":"); is {
				segments[i] = "{" + name + "}"
			}
		}
		if route.Method != http.MethodHead {
			o.patterns = append(o.patterns, route.Method+" "+strings.TrimSuffix(strings.Join(segments, "/"), "*"))
		}
		if end := strings.IndexAny(route.Path, ":*"); end >= 0 {
			o.prefixes = append(o.prefixes, route.Path[:end])
		} else {
			o.paths[route.Path] = true
		}
	}
	slices.Sort(o.patterns)
	o.patterns = slices.Compact(o.patterns)
	return o
}

func (o owned) has(path string) bool {
	return o.paths[path] || slices.ContainsFunc(o.prefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
