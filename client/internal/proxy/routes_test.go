package proxy_test

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"quartet.example/client/internal/proxy"
)

func TestRoutesRefused(t *testing.T) {
	for _, entry := range []string{"", "GET", "get /notes", "GET notes", "GET /notes/", "GET /a/../b", "GET /a%2fb", "GET //a"} {
		if _, err := proxy.ParseRoutes([]string{entry}); err == nil {
			t.Errorf("%q: got no error", entry)
		}
	}
}

// A path that is let through means the same to every server that may read it.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{"/notes", "/notes/7", "/notes/..", "/notes/%2e%2e", "/notes//", "/notes/a%2fb", `/notes/\`, "/notes/;x", "/notes/\x00"} {
		f.Add(seed)
	}
	routes, err := proxy.ParseRoutes([]string{"GET /notes", "GET /notes/*"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if !proxy.IsPlain(p) || len(routes.Methods(p)) == 0 {
			return
		}
		decoded, err := url.PathUnescape(p)
		if err != nil || decoded != p || path.Clean(p) != p || !strings.HasPrefix(p, "/notes") || strings.Count(p, "/") > 2 {
			t.Errorf("%q was let through", p)
		}
	})
}
