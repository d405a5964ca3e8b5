package resourceserver_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/issuertest"
)

type call struct {
	method, path string
	do           func(*testing.T) *httptest.ResponseRecorder
}

// calls make the server say everything that it can say.
func calls(t *testing.T, r *rig) []call {
	alice, nobody := r.of(t, "alice", "notes:read", "notes:write"), r.of(t, "alice")
	full := r.of(t, "full", "notes:write")
	for range core.MaxNotes {
		r.added(t, full, "x")
	}
	path, etag := r.added(t, alice, "milk")
	away := start(t)
	away.redis.Close()
	keyless := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	keyless.issuer.SetAway(true)
	keyless.open(t)
	var all []call
	on := func(at *rig, method, path, target, token, body string, headers ...string) {
		all = append(all, call{method, path, func(t *testing.T) *httptest.ResponseRecorder {
			return at.do(t, method, target, token, body, headers...)
		}})
	}
	good, long := `{"text":"bread"}`, `{"text":"`+strings.Repeat("x", 17<<10)+`"}`
	for _, route := range []struct{ method, path, target, body string }{
		{"GET", "/notes", "/notes", ""},
		{"POST", "/notes", "/notes", good},
		{"GET", "/notes/{id}", path, ""},
		{"PUT", "/notes/{id}", path, good},
		{"DELETE", "/notes/{id}", path, ""},
	} {
		on(r, route.method, route.path, route.target, "", route.body)
		on(r, route.method, route.path, route.target, nobody, route.body)
		on(away, route.method, route.path, route.target, away.of(t, "alice", "notes:read", "notes:write"), route.body)
		on(keyless, route.method, route.path, route.target, keyless.of(t, "alice"), route.body)
		if route.method != "POST" {
			on(r, route.method, route.path, route.target, alice, route.body, "If-Match", `"x"`)
			on(r, route.method, route.path, route.target, alice, route.body, "If-Match", "x")
		}
		if strings.Contains(route.path, "{id}") {
			on(r, route.method, route.path, "/notes/x", alice, route.body)
		}
		if route.body != "" {
			on(r, route.method, route.path, route.target, alice, `{}`)
			on(r, route.method, route.path, route.target, alice, good, "Content-Type", "text/plain")
			on(r, route.method, route.path, route.target, alice, long)
			on(r, route.method, route.path, route.target, alice, long+strings.Repeat(" ", 64<<10))
		}
	}
	on(r, "GET", "/notes", "/notes", alice, "", "If-None-Match", "*")
	on(r, "GET", "/notes", "/notes", alice, "")
	on(r, "GET", "/notes/{id}", path, alice, "", "If-None-Match", etag)
	on(r, "GET", "/notes/{id}", path, alice, "")
	on(r, "POST", "/notes", "/notes", alice, good)
	on(r, "GET", "/notes", "/notes?limit=1", alice, "")
	on(r, "POST", "/notes", "/notes", full, good)
	on(r, "PUT", "/notes/{id}", path, alice, good, "If-Match", etag)
	on(r, "DELETE", "/notes/{id}", path, alice, "")
	on(r, "GET", "/whoami", "/whoami", nobody, "")
	on(r, "GET", "/whoami", "/whoami", "", "")
	on(keyless, "GET", "/whoami", "/whoami", keyless.of(t, "alice"), "")
	for _, public := range []string{"/.well-known/oauth-protected-resource", "/openapi.json", "/livez", "/readyz"} {
		on(r, "GET", public, public, "", "")
	}
	on(away, "GET", "/readyz", "/readyz", "", "")
	return all
}
