package web_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/web"
)

// RFC 6749 §5.2: programs get JSON whatever Accept says, also for a server_error.
func TestFailureAtAMachineEndpointIsJSON(t *testing.T) {
	e, _ := site(t, web.Options{Machine: func(r *http.Request) bool { return r.URL.Path == "/panic" }})
	resp := do(e, http.MethodGet, "/panic", "", "Accept", "text/html")
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusInternalServerError || !strings.HasPrefix(got, "application/json") {
		t.Errorf("got %d %s, want 500 in JSON", resp.StatusCode, got)
	}
}
