package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// dataHeaders and pageHeaders are all security headers that a response has.
var (
	dataHeaders = map[string]string{
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=3600",
		"X-Frame-Options": "", "Referrer-Policy": "", "X-Xss-Protection": "", "Cross-Origin-Opener-Policy": "", "Server": "",
	}
	pageHeaders = map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; " +
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=3600",
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "X-Xss-Protection": "0", "Cross-Origin-Opener-Policy": "same-origin", "Server": "",
	}
)

func hasHeaders(t *testing.T, h http.Header, want map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got := strings.Join(h.Values(name), "|"); got != want[name] {
			t.Errorf("%s: got %q, want %q", name, got, want[name])
		}
	}
}

// M-01, M-03: a response lacks headers of a page only if browsers cannot take it for a page.
func TestOnlyDataHasFewerSecurityHeaders(t *testing.T) {
	for name, tt := range map[string]struct {
		contentType []string
		want        map[string]string
	}{
		"JSON":                  {[]string{"application/json"}, dataHeaders},
		"problem":               {[]string{"application/problem+json"}, dataHeaders},
		"key set":               {[]string{"application/jwk-set+json"}, dataHeaders},
		"JWT":                   {[]string{"application/jwt"}, dataHeaders},
		"introspection as JWT":  {[]string{"application/token-introspection+jwt"}, dataHeaders},
		"page":                  {[]string{"text/html; charset=UTF-8"}, pageHeaders},
		"page without charset":  {[]string{"text/html"}, pageHeaders},
		"XHTML":                 {[]string{"application/xhtml+xml"}, pageHeaders},
		"SVG":                   {[]string{"image/svg+xml"}, pageHeaders},
		"text":                  {[]string{"text/plain; charset=UTF-8"}, pageHeaders},
		"script":                {[]string{"text/javascript"}, pageHeaders},
		"unknown":               {[]string{"application/x-unknown"}, pageHeaders},
		"none":                  {nil, pageHeaders},
		"empty":                 {[]string{""}, pageHeaders},
		"two types":             {[]string{"application/json", "text/html"}, pageHeaders},
		"two types in one line": {[]string{"application/json, text/html"}, pageHeaders},
		"two types, parameter":  {[]string{"application/json; a=b, text/html"}, pageHeaders},
		"upper case":            {[]string{"TEXT/HTML"}, pageHeaders},
	} {
		t.Run(name, func(t *testing.T) {
			e := web.New(web.Options{HSTS: time.Hour})
			e.GET("/it", func(c echo.Context) error {
				c.Response().Header()["Content-Type"] = tt.contentType
				_, err := c.Response().Write([]byte("{}"))
				return err
			})
			hasHeaders(t, do(e, "GET", "/it", "").Header, tt.want)
		})
	}
}

// M-01, M-03.
func TestEveryResponseHasSecurityHeaders(t *testing.T) {
	e, _ := site(t, web.Options{HSTS: time.Hour})
	e.GET("/elsewhere", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/ok") })
	e.GET("/silent", func(echo.Context) error { return nil })
	for path, tt := range map[string]struct{ program, person map[string]string }{
		"/ok":                              {pageHeaders, pageHeaders}, // text
		"/nothing":                         {dataHeaders, pageHeaders},
		"/token":                           {dataHeaders, pageHeaders},
		"/bug":                             {dataHeaders, pageHeaders},
		"/panic":                           {dataHeaders, pageHeaders},
		"/elsewhere":                       {pageHeaders, pageHeaders},
		"/silent":                          {dataHeaders, dataHeaders},
		"/ok?" + strings.Repeat("x", 9000): {dataHeaders, pageHeaders},
	} {
		t.Run(path[:min(len(path), 20)], func(t *testing.T) {
			hasHeaders(t, do(e, "GET", path, "").Header, tt.program)
			hasHeaders(t, do(e, "GET", path, "", "Accept", browser).Header, tt.person)
		})
	}
}

func TestHeadersOfAHandlerAreKept(t *testing.T) {
	e, _ := site(t, web.Options{})
	e.GET("/own", func(c echo.Context) error {
		c.Response().Header().Set("Referrer-Policy", "same-origin")
		c.Response().Header().Set("Content-Security-Policy", "sandbox")
		return c.HTML(http.StatusOK, "<p>")
	})
	hasHeaders(t, do(e, "GET", "/own", "").Header, map[string]string{
		"Referrer-Policy": "same-origin", "Content-Security-Policy": "sandbox", "X-Frame-Options": "DENY", "Strict-Transport-Security": "",
	})
}

func TestCSPIsWidenedForOneAnswer(t *testing.T) {
	e, _ := site(t, web.Options{})
	got := do(e, "GET", "/csp", "").Header.Get("Content-Security-Policy")
	want := "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'nonce-x'; connect-src 'self'; " +
		"form-action 'self' https://app.test; base-uri 'none'; frame-ancestors 'none'; font-src 'self'"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if next := do(e, "GET", "/ok", "").Header.Get("Content-Security-Policy"); strings.Contains(next, "app.test") {
		t.Errorf("the next answer is wider too: %s", next)
	}
}
