package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/telemetry"
	"quartet.example/shared/web"
)

// BenchmarkChain measures what the middleware costs in comparison with a bare Echo, with and
// without logging.
func BenchmarkChain(b *testing.B) {
	body := make([]byte, 512)
	handler := func(c echo.Context) error { return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body) }
	bare := echo.New()
	quiet := web.New(web.Options{Meter: telemetry.NewRequests(telemetry.Registry())})
	logging := web.New(web.Options{Meter: telemetry.NewRequests(telemetry.Registry()), Log: slog.New(slog.NewJSONHandler(io.Discard, nil))})
	for name, e := range map[string]*echo.Echo{"bare": bare, "quiet": quiet, "logging": logging} {
		e.GET("/jwks", handler)
		b.Run(name, func(b *testing.B) {
			req := httptest.NewRequest(http.MethodGet, "/jwks", nil)
			b.ReportAllocs()
			for b.Loop() {
				e.ServeHTTP(httptest.NewRecorder(), req)
			}
		})
	}
}
