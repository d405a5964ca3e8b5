package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

func TestLeadTo(t *testing.T) {
	for name, tt := range map[string]struct{ base, method, address, want string }{
		"localhost":                        {"http://app.localhost:8080", "GET", "http://localhost:8080/page?a=b;c&d", "http://app.localhost:8080/page?a=b;c&d"},
		"an IPv4 address":                  {"http://app.localhost:8080", "GET", "http://127.0.0.1:8080/page", "http://app.localhost:8080/page"},
		"any loopback address":             {"http://app.localhost:8080", "GET", "http://127.1.2.3:8080/page", "http://app.localhost:8080/page"},
		"an IPv6 address":                  {"http://app.localhost:8080", "GET", "http://[::1]:8080/page", "http://app.localhost:8080/page"},
		"another name":                     {"http://app.localhost:8080", "GET", "http://web.localhost:8080/page", "http://app.localhost:8080/page"},
		"a path as it was sent":            {"http://app.localhost:8080", "GET", "http://localhost:8080/page/a%2fb%20c", "http://app.localhost:8080/page/a%2fb%20c"},
		"from a name to the bare address":  {"http://127.0.0.1:8080", "GET", "http://localhost:8080/page", "http://127.0.0.1:8080/page"},
		"a base with a path":               {"http://auth.localhost:9000/as", "GET", "http://localhost:9000/page", "http://auth.localhost:9000/as/page"},
		"the usual port":                   {"http://app.localhost", "GET", "http://localhost:80/page", "http://app.localhost/page"},
		"its own name":                     {"http://app.localhost:8080", "GET", "http://app.localhost:8080/page", ""},
		"its own name in capitals":         {"http://App.localhost:8080", "GET", "http://app.localhost:8080/page", ""},
		"its own name with a dot":          {"http://app.localhost:8080", "GET", "http://app.localhost.:8080/page", "http://app.localhost:8080/page"},
		"the usual port, not said":         {"http://localhost:80", "GET", "http://localhost/page", ""},
		"the usual port, said":             {"http://localhost", "GET", "http://localhost:80/page", ""},
		"another port is another service":  {"http://app.localhost:8080", "GET", "http://localhost:8081/page", ""},
		"a form":                           {"http://app.localhost:8080", "POST", "http://localhost:8080/page", ""},
		"not a page":                       {"http://app.localhost:8080", "GET", "http://localhost:8080/api", ""},
		"a name of the network":            {"http://app.localhost:8080", "GET", "http://app.example:8080/page", ""},
		"a service of the network":         {"https://app.example", "GET", "http://localhost:443/page", ""},
		"two slashes stay on the host":     {"http://app.localhost:8080", "GET", "http://localhost:8080//evil.example/page", "http://app.localhost:8080//evil.example/page"},
		"a user in the path stays a path":  {"http://app.localhost:8080", "GET", "http://localhost:8080/@evil.example/page", "http://app.localhost:8080/@evil.example/page"},
		"a name that only looks like ours": {"http://app.localhost:8080", "GET", "http://localhost.evil.example:8080/page", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := echo.New()
			e.Use(web.LeadTo(tt.base, func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/page") }))
			e.Any("/*", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), tt.method, tt.address, http.NoBody))
			status := http.StatusNoContent
			if tt.want != "" {
				status = http.StatusSeeOther
			}
			if got := w.Header().Get("Location"); got != tt.want || w.Code != status {
				t.Errorf("got %d %q, want %d %q", w.Code, got, status, tt.want)
			}
		})
	}
}
