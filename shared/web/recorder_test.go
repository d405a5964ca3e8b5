package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

var codeUnused = oauth.Check{
	ID: "as.code.unused", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidGrant, Meaning: "the code is used for the first time", Refusal: "the code was used before",
}

func TestRecorderSeesChecksAndTheErrorThatWasWritten(t *testing.T) {
	sink := trace.MemorySink()
	recorder := trace.New(trace.Options{Service: "authserver", Sink: sink, Now: time.Now, Dev: true})
	e, _ := site(t, web.Options{Recorder: recorder})
	e.POST("/redeem", func(c echo.Context) error {
		if _, err := web.Form(c); err != nil {
			return err
		}
		return codeUnused.Require(c.Request().Context(), false)
	})
	const code = "splendid-secret-code"
	do(e, "POST", "/redeem", "grant_type=authorization_code&code="+code)
	do(e, "GET", "/panic", "")
	do(e, "GET", "/nothing", "")
	do(e, "POST", "/token", "a="+strings.Repeat("x", 70<<10))

	events := slices.DeleteFunc(sink.Events(), func(e trace.Event) bool { return e.Kind != trace.Response })
	if len(events) != 4 {
		t.Fatalf("got %d responses, want 4", len(events))
	}
	for i, want := range []int{http.StatusBadRequest, 500, 404, 413} {
		if events[i].Status != want {
			t.Errorf("event %d: got status %d, want %d", i, events[i].Status, want)
		}
	}
	first := events[0]
	var ids []string
	for _, c := range first.Checks {
		ids = append(ids, c.ID)
	}
	if want := []string{"web.request.form", "web.request.single", "as.code.unused"}; !slices.Equal(ids, want) {
		t.Errorf("checks: got %v, want %v", ids, want)
	}
	if len(first.Params) == 0 {
		t.Error("the form was not recorded")
	}
	for _, p := range first.Params {
		if strings.Contains(p.Value, code) {
			t.Errorf("the code is not masked: %+v", p)
		}
	}
}
