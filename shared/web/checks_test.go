package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// The log names the check that refused a request, also one that is refused before routing.
func TestRequestsAreRefusedByTheirCheck(t *testing.T) {
	e, log := site(t, web.Options{BodyLimit: "1K"})
	e.POST("/", func(c echo.Context) error {
		if _, err := web.Query(c, "resource"); err != nil {
			return err
		}
		_, err := web.Form(c)
		return err
	})
	for name, tt := range map[string]struct {
		target, body, want string
		status             int
	}{
		"C-15 a parameter of the body is repeated": {"/", "a=1&a=1", "web.request.single", http.StatusBadRequest},
		"a parameter of the URL is repeated":       {"/?a=1&a=2", "", "web.request.single", http.StatusBadRequest},
		"resource may be repeated":                 {"/?resource=a&resource=b", "a=1", "", http.StatusOK},
		"a parameter is not text":                  {"/", "a=%00", "web.request.form", http.StatusBadRequest},
		"a parameter is not encoded":               {"/?a=%zz", "", "web.request.form", http.StatusBadRequest},
		"O-18 the body is too large":               {"/", strings.Repeat("a", 2<<10), "web.request.size", http.StatusRequestEntityTooLarge},
		"the URL is too long":                      {"/?" + strings.Repeat("a", 9<<10), "", "web.request.size", http.StatusRequestURITooLong},
	} {
		t.Run(name, func(t *testing.T) {
			log.Reset()
			resp := do(e, "POST", tt.target, tt.body, "Content-Type", "application/x-www-form-urlencoded")
			if named := strings.Contains(log.String(), `"check":"`+tt.want+`"`); resp.StatusCode != tt.status || named != (tt.want != "") {
				t.Errorf("got %d, want %d by %q; the log has: %s", resp.StatusCode, tt.status, tt.want, log)
			}
		})
	}
}
