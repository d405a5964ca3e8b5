package web_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/porttest"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/telemetry"
	"quartet.example/shared/waittest"
	"quartet.example/shared/web"
)

// start serves h until the test ends or stop is called. stop returns the result of Serve.
func start(t *testing.T, h http.Handler, cfg web.ServeConfig) (addr string, stop func() error) {
	t.Helper()
	listener, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Listener = listener
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- web.Serve(ctx, cfg, h) }()
	stopped := false
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-done
	}
	t.Cleanup(func() { _ = stop() })
	return listener.Addr().String(), stop
}

// raw sends bytes and returns the status line of the response.
func raw(t *testing.T, addr, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(waittest.Patience))
	go func() { _, _ = io.WriteString(conn, request) }() // the server may answer before it has read all
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	return strings.TrimSpace(line)
}

func TestLimitsAnswer(t *testing.T) {
	e, _ := site(t, web.Options{})
	addr, _ := start(t, e, web.ServeConfig{})
	post := "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	for name, tt := range map[string]struct{ request, want string }{
		"O-18 URL of 64 KB":       {"GET /ok?" + strings.Repeat("x", 64000) + " HTTP/1.1\r\nHost: x\r\n\r\n", "414"},
		"O-18 headers of 1 MB":    {"GET /ok HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", "431"},
		"O-18 cookie of 200 KB":   {"GET /ok HTTP/1.1\r\nHost: x\r\nCookie: a=" + strings.Repeat("x", 200<<10) + "\r\n\r\n", "431"},
		"O-18 form of 10 MB":      {post + "Content-Length: 10485760\r\n\r\n" + strings.Repeat("x", 10<<20), "413"},
		"O-18 form without end":   {post + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1000\r\n"+strings.Repeat("x", 4096)+"\r\n", 100), "413"},
		"two lengths that differ": {post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\na=", "400"},
		"HTTP/1.0":                {"GET /nothing HTTP/1.0\r\n\r\n", "404"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := raw(t, addr, tt.request); !strings.Contains(got, " "+tt.want) {
				t.Errorf("got %q, want %s", got, tt.want)
			}
		})
	}
}

func TestDrainLetsRequestsFinishAndEndsStreams(t *testing.T) {
	began, release := make(chan struct{}, 2), make(chan struct{})
	e := web.New(web.Options{})
	e.GET("/slow", func(c echo.Context) error {
		began <- struct{}{}
		<-release
		return c.String(http.StatusOK, "finished")
	})
	e.GET("/stream", func(c echo.Context) error {
		if err := web.Stream(c.Response()); err != nil {
			return err
		}
		c.Response().WriteHeader(http.StatusOK)
		c.Response().Flush()
		began <- struct{}{}
		<-web.Draining(c.Request().Context())
		_, err := io.WriteString(c.Response(), "bye")
		return err
	})
	addr, stop := start(t, e, web.ServeConfig{})
	bodies := make(chan string, 2)
	for _, path := range []string{"/slow", "/stream"} {
		go func() {
			resp, err := http.Get("http://" + addr + path)
			if err != nil {
				bodies <- err.Error()
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			bodies <- string(body)
		}()
		<-began
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	if got := <-bodies; got != "bye" {
		t.Errorf("stream: got %q, want bye", got)
	}
	close(release)
	if got := <-bodies; got != "finished" {
		t.Errorf("slow request: got %q, want finished", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("the port is still open")
	}
}

func TestDrainHasAnEnd(t *testing.T) {
	began := make(chan struct{})
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { close(began); <-r.Context().Done() })
	addr, stop := start(t, h, web.ServeConfig{DrainTimeout: 50 * time.Millisecond})
	go func() { _, _ = http.Get("http://" + addr) }()
	<-began
	begun := time.Now()
	if err := stop(); err != nil || time.Since(begun) > waittest.Patience {
		t.Errorf("got %v after %s", err, time.Since(begun))
	}
}

func TestPortInUseIsSaidPlainly(t *testing.T) {
	l, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for name, tt := range map[string]struct{ addr, want string }{
		"taken":     {l.Addr().String(), "port " + port + " is in use"},
		"no port":   {"127.0.0.1", "want host:port"},
		"not local": {"192.0.2.1:0", "cannot listen on 192.0.2.1:0"},
	} {
		err := web.Serve(t.Context(), web.ServeConfig{Addr: tt.addr}, http.NotFoundHandler())
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
}

func TestAdminListener(t *testing.T) {
	admin := porttest.Address(t)
	registry := telemetry.Registry()
	addr, stop := start(t, http.NotFoundHandler(), web.ServeConfig{AdminAddr: admin, Metrics: telemetry.Handler(registry)})
	raw(t, addr, "GET / HTTP/1.0\r\n\r\n") // after this response, the admin listener is open too
	get := func(path, host string) (int, string) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+admin+path, nil)
		req.Host = host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body)
	}
	if status, body := get("/metrics", ""); status != 200 || !strings.Contains(body, "go_goroutines") {
		t.Errorf("metrics: got %d", status)
	}
	if status, _ := get("/debug/pprof/", "localhost:1"); status != 200 {
		t.Errorf("pprof: got %d", status)
	}
	if status, _ := get("/metrics", "evil.test"); status != 403 {
		t.Errorf("a foreign host (DNS rebinding): got %d, want 403", status)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", admin); err == nil {
		t.Error("the admin port is still open")
	}
}

func TestAdminListenerIsForLoopbackOnly(t *testing.T) {
	for _, addr := range []string{":9100", "0.0.0.0:9100", "192.0.2.1:9100", "example.com:9100", "9100"} {
		err := web.Serve(t.Context(), web.ServeConfig{Addr: "127.0.0.1:0", AdminAddr: addr}, http.NotFoundHandler())
		if err == nil || !strings.Contains(err.Error(), "loopback") {
			t.Errorf("%s: got %v, want a refusal", addr, err)
		}
	}
}

func TestFourServersInOneProcess(t *testing.T) {
	var logged bytes.Buffer
	for i := range 4 {
		e := web.New(web.Options{Meter: telemetry.NewRequests(telemetry.Registry())})
		web.Health(e)
		addr, stop := start(t, e, web.ServeConfig{Log: slog.New(slog.NewJSONHandler(&logged, nil))})
		if err := web.HealthCheck(t.Context(), nil, fmt.Sprintf("http://%s/livez", addr)); err != nil {
			t.Errorf("server %d: %v", i, err)
		}
		if err := stop(); err != nil {
			t.Errorf("server %d: %v", i, err)
		}
	}
	if n := strings.Count(logged.String(), `"shutdown complete"`); n != 4 {
		t.Errorf("%d servers shut down, want 4: %s", n, logged.String())
	}
}
