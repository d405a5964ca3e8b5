package service_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/porttest"

	"quartet.example/shared/config"
	"quartet.example/shared/service"
	"quartet.example/shared/waittest"
)

type settings struct {
	Listen string `default:":0"`
}

type server struct {
	http.Handler
	closed *bool
}

func (s server) Close() error { *s.closed = true; return nil }

func command(closed *bool) service.Command[settings] {
	return service.Command[settings]{
		Name: "tester",
		Settings: func(c *settings) service.Settings {
			return service.Settings{Name: "tester", Profile: config.Production, Listen: c.Listen, LogLevel: "error"}
		},
		New: func(_ settings, d service.Deps) (service.Server, error) {
			mux := http.NewServeMux()
			mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
				if d.Redis.Ping(r.Context()).Err() != nil || d.Now == nil || d.HTTP == nil || d.Trace != nil {
					w.WriteHeader(http.StatusServiceUnavailable)
				}
			})
			return server{mux, closed}, nil
		},
		Others: map[string]func(context.Context, []string) error{
			"echo": func(_ context.Context, args []string) error { *closed = len(args) == 1; return nil },
		},
	}
}

func TestServeUntilTheContextEndsThenClose(t *testing.T) {
	addr := porttest.Address(t)
	closed := false
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- command(&closed).Run(ctx, []string{"--listen", addr}) }()
	waittest.Until(t, "health", func() bool {
		return command(&closed).Run(t.Context(), []string{"health", "--listen", addr}) == nil
	})
	stop()
	if err := <-ended; err != nil || !closed {
		t.Errorf("end: got %v, closed %v; want nil, true", err, closed)
	}
}

func TestWords(t *testing.T) {
	other := false
	if err := command(&other).Run(t.Context(), []string{"echo", "x"}); err != nil || !other {
		t.Errorf("a word of the service's own: got %v, called %v", err, other)
	}
	if err := command(&other).Run(t.Context(), []string{"srve"}); err == nil || !strings.Contains(err.Error(), `"srve"`) {
		t.Errorf("an unknown word: got %v, want one that names it", err)
	}
}

func TestPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	closed := false
	if err := command(&closed).Run(t.Context(), []string{"--listen", l.Addr().String()}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v, want one line that says that the port is in use", err)
	}
}
