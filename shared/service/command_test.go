package service_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/porttest"

	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
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
		Others: map[string]service.Subcommand{"echo": {
			Args: "TEXT", Does: "print the text", Help: "Usage: tester echo TEXT",
			Run: func(_ context.Context, args []string) error { *closed = len(args) == 1; return nil },
		}},
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

func TestHelpAndVersion(t *testing.T) {
	for line, want := range map[string][]string{
		"--help":      {"tester echo TEXT", "print the text", "tester health", "tester --version", "--listen", "TESTER_LISTEN"},
		"echo --help": {"Usage: tester echo TEXT"},
		"--version":   {"tester " + service.Version()},
	} {
		var out strings.Builder
		called := false
		c := command(&called)
		c.Out = &out
		if err := c.Run(t.Context(), strings.Fields(line)); err != nil && !errors.Is(err, flags.ErrHelp) || called {
			t.Errorf("%s: got %v, carried out %v", line, err, called)
		}
		for _, text := range want {
			if !strings.Contains(out.String(), text) {
				t.Errorf("%s: no %q in:\n%s", line, text, &out)
			}
		}
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
