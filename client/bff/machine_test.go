package bff_test

import (
	"net/http"
	"strings"
	"testing"
)

// What programs call refuses in JSON, also when they send the Accept of a browser.
func TestRefusalsForPrograms(t *testing.T) {
	b := newBrowser(t, newRig(t).app)
	for _, path := range []string{"/api/notes", "/backchannel-logout", "/app/session"} {
		res := b.do(http.MethodPatch, path, "", header{"Accept": "text/html"})
		if got := res.Header.Get("Content-Type"); res.StatusCode < 400 || !strings.HasPrefix(got, "application/json") {
			t.Errorf("%s: got %d %s, want a refusal in JSON", path, res.StatusCode, got)
		}
	}
}
