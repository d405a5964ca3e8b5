package fault_test

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/fault"
	"quartet.example/shared/web"
)

// behind returns a server whose requests pass the queue. It answers with what it received.
func behind(q *fault.Queue) http.Handler {
	e := web.New(web.Options{})
	e.Pre(q.Middleware)
	e.GET("/jwks", func(c echo.Context) error {
		c.Response().Header().Set("ETag", `"new"`)
		return c.JSONBlob(http.StatusOK, []byte(`{"keys":["new"]}`))
	})
	e.Any("/*", func(c echo.Context) error {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "text/plain", body)
	})
	return e
}

func newRequest(ctx context.Context, method, target, form string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// send returns the status of the response.
func send(t *testing.T, q *fault.Queue, method, target, form string) int {
	t.Helper()
	w := httptest.NewRecorder()
	dropped := func() (dropped bool) {
		defer func() { dropped = recover() != nil }()
		behind(q).ServeHTTP(w, newRequest(t.Context(), method, target, form))
		return false
	}()
	if dropped {
		return 0
	}
	return w.Code
}

func put(t *testing.T, q *fault.Queue, f controlapi.Fault) {
	t.Helper()
	if _, err := q.Put(f); err != nil {
		t.Fatal(err)
	}
}

func TestAHandlerReadsTheBodyBehindAFault(t *testing.T) {
	q, body := newQueue(), "client_id=app&x="+strings.Repeat("x", 300<<10)
	put(t, q, controlapi.Fault{Status: 500, Client: "web"})
	w := httptest.NewRecorder()
	e := echo.New()
	e.Pre(q.Middleware)
	e.POST("/token", func(c echo.Context) error { return c.Stream(http.StatusOK, "text/plain", c.Request().Body) })
	e.ServeHTTP(w, newRequest(t.Context(), http.MethodPost, "/token", body))
	if w.Body.String() != body {
		t.Errorf("got %d bytes of %d", w.Body.Len(), len(body))
	}
}

// held sends a request that a fault delays for a minute. It returns the status and how long that took.
func held(t *testing.T, f controlapi.Fault, end func(q *fault.Queue, giveUp context.CancelFunc)) (status int, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		put(t, q, f)
		ctx, giveUp := context.WithCancel(t.Context())
		defer giveUp()
		w, start, done := httptest.NewRecorder(), time.Now(), make(chan struct{})
		go func() {
			defer close(done)
			behind(q).ServeHTTP(w, newRequest(ctx, http.MethodPost, "/token", "a=b"))
		}()
		synctest.Wait()
		end(q, giveUp)
		<-done
		status, took = w.Code, time.Since(start)
	})
	return status, took
}

func TestADelayEnds(t *testing.T) {
	minute := controlapi.Fault{Delay: 60_000}
	for name, tt := range map[string]struct {
		fault  controlapi.Fault
		end    func(*fault.Queue, context.CancelFunc)
		status int
		took   time.Duration
	}{
		"by itself":                      {minute, func(*fault.Queue, context.CancelFunc) {}, 200, time.Minute},
		"by itself, and then the status": {controlapi.Fault{Delay: 60_000, Status: 418}, func(*fault.Queue, context.CancelFunc) {}, 418, time.Minute},
		"when the server closes":         {minute, func(q *fault.Queue, _ context.CancelFunc) { q.Close(); q.Close() }, 503, 0},
		"when the client gives up":       {minute, func(_ *fault.Queue, giveUp context.CancelFunc) { giveUp() }, 200, 0}, // nothing is written
	} {
		t.Run(name, func(t *testing.T) {
			if status, took := held(t, tt.fault, tt.end); status != tt.status || took != tt.took {
				t.Errorf("got %d after %s, want %d after %s", status, took, tt.status, tt.took)
			}
		})
	}
}

func TestADelayOfAChangeEndsWhenTheServerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		put(t, q, controlapi.Fault{Endpoint: controlapi.JWKS, Response: map[string]any{"keys": "x"}, Delay: 60_000})
		w, done := httptest.NewRecorder(), make(chan struct{})
		go func() {
			defer close(done)
			behind(q).ServeHTTP(w, newRequest(t.Context(), http.MethodGet, "/jwks", ""))
		}()
		synctest.Wait()
		q.Close()
		<-done
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "temporarily_unavailable") {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
}

// A delay may be longer than the time limit of the server for a response.
func TestADelayIsLongerThanTheLimitOfTheServer(t *testing.T) {
	q := newQueue()
	put(t, q, controlapi.Fault{Delay: 200})
	srv := httptest.NewUnstartedServer(behind(q))
	srv.Config.WriteTimeout = 20 * time.Millisecond
	srv.Start()
	defer srv.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("got %d", resp.StatusCode)
	}
}

func TestADroppedConnectionHasNoResponse(t *testing.T) {
	for name, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			q := newQueue()
			put(t, q, controlapi.Fault{Drop: true})
			srv := httptest.NewUnstartedServer(behind(q))
			srv.EnableHTTP2, srv.TLS = http2, &tls.Config{MinVersion: tls.VersionTLS12}
			srv.StartTLS()
			defer srv.Close()
			post := func() (*http.Response, error) {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/token", nil)
				if err != nil {
					return nil, err
				}
				return srv.Client().Do(r)
			}
			if resp, err := post(); err == nil {
				resp.Body.Close()
				t.Errorf("got %d", resp.StatusCode)
			}
			resp, err := post()
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if (resp.ProtoMajor == 2) != http2 {
				t.Errorf("got %s", resp.Proto)
			}
		})
	}
}

func TestAStaleKeySetIsTheOneOfBeforeTheRotation(t *testing.T) {
	q := fault.New(issuer, ring{outdated: `{"keys":["old"]}`})
	put(t, q, controlapi.Fault{StaleJWKS: true})
	for i, want := range []string{`{"keys":["old"]}`, `{"keys":["new"]}`} {
		w := httptest.NewRecorder()
		behind(q).ServeHTTP(w, newRequest(t.Context(), http.MethodGet, "/jwks", ""))
		if w.Body.String() != want || (w.Header().Get("ETag") == "") != (i == 0) {
			t.Errorf("%d: got %s with %v", i, w.Body, w.Header())
		}
	}
}

// The error of a handler that panics behind a fault is sent.
func TestAPanicBehindAFaultIsAnError(t *testing.T) {
	q := newQueue()
	put(t, q, controlapi.Fault{Endpoint: "userinfo", Response: map[string]any{"sub": "x"}})
	e := web.New(web.Options{})
	e.Pre(q.Middleware)
	e.GET("/userinfo", func(echo.Context) error { panic("broken") })
	w := httptest.NewRecorder()
	e.ServeHTTP(w, newRequest(t.Context(), http.MethodGet, "/userinfo", ""))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "server_error") || len(q.List()) != 1 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func BenchmarkMiddleware(b *testing.B) {
	e := echo.New()
	handle := func(c echo.Context) error { return nil }
	for name, h := range map[string]echo.HandlerFunc{"empty queue": newQueue().Middleware(handle), "alone": handle} {
		b.Run(name, func(b *testing.B) {
			c := e.NewContext(newRequest(b.Context(), http.MethodPost, "/token", "client_id=web"), httptest.NewRecorder())
			for b.Loop() {
				_ = h(c)
			}
		})
	}
}
