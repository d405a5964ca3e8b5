package resourceserver_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/issuertest"
)

// call is a request of an operation of the document.
type call struct {
	method, path string
	do           func(*testing.T) *httptest.ResponseRecorder
}

// script is a list of calls.
type script []call

func (s *script) on(r *rig, method, path, target, token, body string, headers ...string) {
	*s = append(*s, call{method, path, func(t *testing.T) *httptest.ResponseRecorder {
		return r.do(t, method, target, token, body, headers...)
	}})
}

const goodNote = `{"text":"bread"}`

// calls make the server say everything that it can say.
func calls(t *testing.T, r *rig) script {
	var s script
	alice := r.of(t, "alice", "notes:read", "notes:write")
	path, etag := r.added(t, alice, "milk")
	s.refused(t, r, alice, path)
	s.broken(t, path)
	s.crowded(t, r)
	s.done(r, alice, path, etag)
	return s
}

// routes are those behind a token, with a body that is taken.
func routes(path string) [][4]string {
	return [][4]string{
		{"GET", "/notes", "/notes", ""},
		{"POST", "/notes", "/notes", goodNote},
		{"GET", "/notes/{id}", path, ""},
		{"PUT", "/notes/{id}", path, goodNote},
		{"DELETE", "/notes/{id}", path, ""},
	}
}

// refused is for what is wrong with a request.
func (s *script) refused(t *testing.T, r *rig, alice, path string) {
	long := `{"text":"` + strings.Repeat("x", 17<<10) + `"}`
	for _, route := range routes(path) {
		method, path, target, body := route[0], route[1], route[2], route[3]
		s.on(r, method, path, target, "", body)
		s.on(r, method, path, target, r.of(t, "alice"), body)
		if method != "POST" {
			s.on(r, method, path, target, alice, body, "If-Match", `"x"`)
			s.on(r, method, path, target, alice, body, "If-Match", "x")
		}
		if path != "/notes" {
			s.on(r, method, path, "/notes/x", alice, body)
		}
		if body != "" {
			s.on(r, method, path, target, alice, `{}`)
			s.on(r, method, path, target, alice, goodNote, "Content-Type", "text/plain")
			s.on(r, method, path, target, alice, long)
			s.on(r, method, path, target, alice, long+strings.Repeat(" ", 64<<10))
		}
	}
	s.on(r, "GET", "/whoami", "/whoami", "", "")
}

// broken is for servers without Redis, and without keys.
func (s *script) broken(t *testing.T, path string) {
	away := start(t)
	away.redis.Close()
	keyless := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	keyless.issuer.SetAway(true)
	keyless.open(t)
	for _, route := range routes(path) {
		s.on(away, route[0], route[1], route[2], away.of(t, "alice", "notes:read", "notes:write"), route[3])
		s.on(keyless, route[0], route[1], route[2], keyless.of(t, "alice"), route[3])
	}
	s.on(away, "GET", "/readyz", "/readyz", "", "")
	s.on(keyless, "GET", "/whoami", "/whoami", keyless.of(t, "alice"), "")
}

// crowded is for an owner who has as many notes as one may have.
func (s *script) crowded(t *testing.T, r *rig) {
	token := r.of(t, "full", "notes:write")
	for range core.MaxNotes {
		r.added(t, token, "x")
	}
	s.on(r, "POST", "/notes", "/notes", token, goodNote)
}

// done is for what succeeds, in this order.
func (s *script) done(r *rig, alice, path, etag string) {
	s.on(r, "GET", "/notes", "/notes", alice, "")
	s.on(r, "GET", "/notes", "/notes", alice, "", "If-None-Match", "*")
	s.on(r, "GET", "/notes/{id}", path, alice, "")
	s.on(r, "GET", "/notes/{id}", path, alice, "", "If-None-Match", etag)
	s.on(r, "POST", "/notes", "/notes", alice, goodNote)
	s.on(r, "GET", "/notes", "/notes?limit=1", alice, "") // with a next page
	s.on(r, "PUT", "/notes/{id}", path, alice, goodNote, "If-Match", etag)
	s.on(r, "DELETE", "/notes/{id}", path, alice, "")
	for _, public := range []string{"/", "/.well-known/oauth-protected-resource", "/openapi.json", "/livez", "/readyz"} {
		s.on(r, "GET", public, public, "", "")
	}
	s.on(r, "GET", "/", "/", "", "", "Accept", "text/html")
	s.on(r, "GET", "/whoami", "/whoami", alice, "")
}
