package resourceserver_test

import (
	"strings"
	"testing"
)

// The border is the access token: before it the form of RFC 6750, after it that
// of RFC 9457. Accept changes neither.
func TestFormOfErrors(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	for name, tt := range map[string]struct {
		method, path, token, accept, mediaType string
		status                                 int
	}{
		"token is missing":          {"GET", "/notes/x", "", "", "application/json", 401},
		"token is not one":          {"GET", "/notes/x", "x.y.z", "", "application/json", 401},
		"scope is missing":          {"GET", "/notes/x", r.of(t, "alice"), "", "application/json", 403},
		"no such note":              {"GET", "/notes/x", alice, "", "application/problem+json", 404},
		"problem is accepted":       {"GET", "/notes/x", alice, "application/problem+json", "application/problem+json", 404},
		"Accept of a browser":       {"GET", "/notes/x", alice, "text/html", "application/problem+json", 404},
		"no token, and a browser":   {"GET", "/notes/x", "", "text/html", "application/json", 401},
		"no address, and a browser": {"GET", "/x", alice, "text/html", "application/json", 404},
		"no such address":           {"GET", "/x", alice, "", "application/json", 404},
		"no such method":            {"PATCH", "/notes/x", alice, "", "application/json", 405},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.do(t, tt.method, tt.path, tt.token, "", "Accept", tt.accept)
			if got := w.Header().Get("Content-Type"); w.Code != tt.status || got != tt.mediaType {
				t.Errorf("got %d %s %s, want %d %s", w.Code, got, w.Body, tt.status, tt.mediaType)
			}
			if challenged := w.Header().Get("WWW-Authenticate") != ""; challenged != (tt.status == 401 || tt.status == 403) {
				t.Errorf("challenge: got %q", w.Header().Get("WWW-Authenticate"))
			}
		})
	}
	if !strings.Contains(r.log.String(), `"check":"rs.note.own"`) {
		t.Error("the log does not name the check of a problem")
	}
}
