package control_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/internal/control"
	"quartet.example/shared/democlock"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

var now = time.Date(2026, 11, 29, 22, 0, 0, 0, time.UTC)

// clock refuses what the demo clock refuses.
type clock struct{}

func (clock) Ahead() time.Duration { return 0 }

func (clock) Forward(_ context.Context, d time.Duration) error {
	if d > democlock.Longest {
		return democlock.ErrRange
	}
	return nil
}

// The next expiry can be farther away than the clock can be moved at once.
func TestAnExpiryThatIsTooFarIsNotAnErrorOfTheServer(t *testing.T) {
	for idle, want := range map[time.Duration]int{time.Hour: http.StatusSeeOther, 60 * 24 * time.Hour: http.StatusBadRequest} {
		book := flow.NewBook(10)
		book.Add(trace.Event{
			V: trace.Version, ID: "1-1", Time: now, Trace: "t", Span: "s", Kind: trace.Response, Side: trace.Receiver, From: trace.Browser, To: trace.Client,
			Channel: trace.Front, Method: http.MethodGet, URL: "http://app.localhost:8080/callback", Status: http.StatusSeeOther,
		})
		e := web.New(web.Options{Service: trace.Inspector})
		h := control.Handler{Book: book, Clock: clock{}, Now: func() time.Time { return now }, Lifetimes: flowview.Lifetimes{SessionIdle: idle}}
		h.Mount(e)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/clock", strings.NewReader("forward=next&flow="+book.Flows()[0].ID))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, r)
		if rec.Code != want {
			t.Errorf("%s: got %d, want %d: %s", idle, rec.Code, want, rec.Body)
		}
	}
}
