package echobearer_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/echobearer"
)

func ExampleRequire() {
	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com"})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	e := echo.New()
	e.HTTPErrorHandler = echobearer.ErrorHandler(e.DefaultHTTPErrorHandler)
	e.GET("/notes", func(c echo.Context) error {
		token, _ := bearer.TokenFrom(c.Request().Context())
		return c.String(http.StatusOK, token.Subject)
	}, echobearer.Require(v, "notes:read"))

	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest("GET", "/notes", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer
}

// Step-up (RFC 9470): this route requires a sign-in within the last five minutes.
func ExampleGuard() {
	v, err := bearer.New(bearer.Config{Issuer: "https://auth.example.com", Resource: "https://api.example.com"})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()

	e := echo.New()
	e.HTTPErrorHandler = echobearer.ErrorHandler(e.DefaultHTTPErrorHandler)
	recent := echobearer.Guard(v, bearer.Requirement{Scope: []string{"notes:write"}, MaxAge: 5 * time.Minute})
	e.DELETE("/notes/:id", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }, recent)

	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest("DELETE", "/notes/1", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer
}
