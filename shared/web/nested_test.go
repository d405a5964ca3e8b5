package web_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// A library answers some requests of an application with an Echo of its own.
func TestRequestThatIsPassedOnIsLoggedAndRecordedOnce(t *testing.T) {
	var lines bytes.Buffer
	sink := trace.MemorySink()
	options := web.Options{
		Service: "client", Log: slog.New(slog.NewJSONHandler(&lines, nil)),
		Recorder: trace.New(trace.Options{Service: "client", Sink: sink, Now: time.Now, Dev: true}),
	}
	library := web.New(options)
	library.GET("/*", func(c echo.Context) error { return codeUnused.Require(c.Request().Context(), false) })
	application := web.New(options)
	application.GET("/page", echo.WrapHandler(library))
	answered := do(application, http.MethodGet, "/page", "")

	var line struct {
		RequestID string `json:"request_id"`
		Check     string
		Error     oauth.Code
	}
	if n := strings.Count(lines.String(), "\n"); n != 1 {
		t.Fatalf("got %d lines in the log, want 1:\n%s", n, &lines)
	}
	if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line.Check != codeUnused.ID || line.Error != oauth.InvalidGrant {
		t.Errorf("the log does not name the refusal: %s", &lines)
	}
	if got := answered.Header.Values(echo.HeaderXRequestID); len(got) != 1 || got[0] != line.RequestID {
		t.Errorf("X-Request-Id: got %q, want the id of the log, %q", got, line.RequestID)
	}
	if n := len(sink.Events()); n != 2 {
		t.Errorf("got %d events, want the request and its response", n)
	}
}
