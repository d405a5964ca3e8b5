package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/record"
)

const form = "application/x-www-form-urlencoded"

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func newLog() *record.Log { return record.New(func() time.Time { return noon }) }

// send sends one request to a handler behind the log.
func send(t *testing.T, l *record.Log, h http.HandlerFunc, method, target, contentType, body string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	defer func() { _ = recover() }() // a handler that closes the connection
	l.Middleware(h).ServeHTTP(httptest.NewRecorder(), r)
}

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestARequestIsRecordedAsItWasReceived(t *testing.T) {
	l := newLog()
	send(t, l, answering(400, `{"error":"invalid_grant"}`), http.MethodPost, "/tenant/token?x=1", form, "client_id=web&client_secret=s3cret")
	got := l.Requests(controlapi.RequestFilter{})
	if len(got) != 1 {
		t.Fatalf("got %d requests", len(got))
	}
	r := got[0]
	if r.Number != 1 || !r.Time.Equal(noon) || r.Method != http.MethodPost || r.Path != "/tenant/token" || r.Endpoint != controlapi.TokenEndpoint ||
		r.Client != "web" || r.Params.Encode() != "client_id=web&client_secret=s3cret&x=1" || r.Body != "" || r.Cut || r.Status != 400 || r.Error != "invalid_grant" ||
		r.Header.Get("Content-Type") != form {
		t.Errorf("got %+v", r)
	}
}

func TestTheOutcomeIsRecorded(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		status  int
		code    string
	}{
		"a handler that writes nothing": {func(http.ResponseWriter, *http.Request) {}, 200, ""},
		"a body without a status":       {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"error":"x"}`) }, 200, ""},
		"a redirect with an error": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://app.test/cb?error=access_denied", http.StatusSeeOther)
		}, 303, "access_denied"},
		"a status before the last one": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusNotFound)
		}, 404, ""},
		"a closed connection": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog()
			send(t, l, tt.handler, http.MethodGet, "/authorize", "", "")
			if r := l.Requests(controlapi.RequestFilter{}); len(r) != 1 || r[0].Status != tt.status || r[0].Error != tt.code {
				t.Errorf("got %+v, want status %d and error %q", r, tt.status, tt.code)
			}
		})
	}
}

func TestAClientThatGaveUpGotNoResponse(t *testing.T) {
	l, ctx := newLog(), t.Context()
	ctx, giveUp := context.WithCancel(ctx)
	h := l.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { giveUp() }))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/jwks", nil))
	if r := l.Requests(controlapi.RequestFilter{}); len(r) != 1 || r[0].Status != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestABodyThatIsNoFormIsText(t *testing.T) {
	l := newLog()
	send(t, l, answering(400, ""), http.MethodPost, "/token", "application/json", `{"grant_type":"x"}`)
	if r := l.Requests(controlapi.RequestFilter{})[0]; r.Body != `{"grant_type":"x"}` || len(r.Params) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestRequestsOfNoInterestAreNotRecorded(t *testing.T) {
	l := newLog()
	for _, path := range []string{"/livez", "/readyz", "/favicon.ico", "/assets/page.css", "/control/tokens", "/tenant/control/token"} {
		send(t, l, answering(200, ""), http.MethodGet, path, "", "")
	}
	if r := l.Requests(controlapi.RequestFilter{}); len(r) != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestTheLogIsBounded(t *testing.T) {
	t.Run("in number", func(t *testing.T) {
		l := newLog()
		for range 1010 {
			send(t, l, answering(200, ""), http.MethodGet, "/jwks", "", "")
		}
		r := l.Requests(controlapi.RequestFilter{})
		if len(r) != 1000 || r[0].Number != 11 || r[999].Number != 1010 {
			t.Errorf("got %d requests", len(r))
		}
	})
	t.Run("in size, each body and all together", func(t *testing.T) {
		l, body := newLog(), strings.Repeat("x", 100<<10)
		for range 300 {
			send(t, l, answering(200, ""), http.MethodPost, "/token", "text/plain", body)
		}
		r := l.Requests(controlapi.RequestFilter{})
		if len(r) < 200 || len(r) > 256 || len(r[0].Body) != 64<<10 || !r[0].Cut {
			t.Errorf("got %d requests with %d bytes, cut %t", len(r), len(r[0].Body), r[0].Cut)
		}
	})
}

func TestAHandlerReadsTheWholeBody(t *testing.T) {
	l, n := newLog(), 0
	send(t, l, func(_ http.ResponseWriter, r *http.Request) {
		all, _ := io.ReadAll(r.Body)
		n = len(all)
	}, http.MethodPost, "/token", "text/plain", strings.Repeat("x", 100<<10))
	if n != 100<<10 {
		t.Errorf("the handler read %d bytes", n)
	}
}

func TestFilterChooses(t *testing.T) {
	l := newLog()
	send(t, l, answering(200, ""), http.MethodPost, "/token", form, "client_id=a")
	send(t, l, answering(400, ""), http.MethodPost, "/token", form, "client_id=b")
	send(t, l, answering(200, ""), http.MethodGet, "/jwks", "", "")
	for name, tt := range map[string]struct {
		filter controlapi.RequestFilter
		want   string
	}{
		"all":         {controlapi.RequestFilter{}, "[1 2 3]"},
		"by endpoint": {controlapi.RequestFilter{Endpoint: controlapi.JWKS}, "[3]"},
		"by client":   {controlapi.RequestFilter{Client: "b"}, "[2]"},
		"by path":     {controlapi.RequestFilter{Path: "/token"}, "[1 2]"},
		"by status":   {controlapi.RequestFilter{Status: 200}, "[1 3]"},
		"later ones":  {controlapi.RequestFilter{After: 2}, "[3]"},
		"by several":  {controlapi.RequestFilter{Path: "/token", Status: 200}, "[1]"},
	} {
		numbers := []int64{}
		for _, r := range l.Requests(tt.filter) {
			numbers = append(numbers, r.Number)
		}
		if got := fmt.Sprint(numbers); got != tt.want {
			t.Errorf("%s: got %s, want %s", name, got, tt.want)
		}
	}
	l.Clear()
	if b, err := json.Marshal(l.Requests(controlapi.RequestFilter{})); string(b) != "[]" || err != nil {
		t.Errorf("after Clear: got %s, %v", b, err)
	}
}

func BenchmarkMiddleware(b *testing.B) {
	l := newLog()
	for name, h := range map[string]http.Handler{"recorded": l.Middleware(answering(200, "ok")), "alone": answering(200, "ok")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/token", strings.NewReader("grant_type=client_credentials&client_id=a&client_secret=b"))
				r.Header.Set("Content-Type", form)
				h.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
