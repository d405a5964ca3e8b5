package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// ServeConfig says where and how to serve. Zero durations have the defaults named.
type ServeConfig struct {
	Addr     string       // where to listen, unless Listener is set
	Listener net.Listener // an open one, from Listen; Serve closes it

	AdminAddr string               // metrics and pprof, loopback only; "" for none
	Metrics   *prometheus.Registry // what /metrics shows
	Log       *slog.Logger

	ReadHeaderTimeout time.Duration // 5 s
	ReadTimeout       time.Duration // 15 s, headers and body
	WriteTimeout      time.Duration // 30 s from the end of the headers; see Stream
	IdleTimeout       time.Duration // 2 min between requests of one connection
	DrainTimeout      time.Duration // 10 s for what is under way when ctx ends
}

const maxHeader = 64 << 10

// Serve answers requests with h until ctx ends, then takes no new ones, lets those
// under way finish for DrainTimeout, and returns nil. It handles no signals: main
// does, and four servers may share a process. An error means that it could not
// listen, or that the listener failed.
func Serve(ctx context.Context, cfg ServeConfig, h http.Handler) error {
	cfg = cfg.withDefaults()
	listener := cfg.Listener
	if listener == nil {
		var err error
		if listener, err = Listen(cfg.Addr); err != nil {
			return err
		}
	}
	admin, err := startAdmin(cfg)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer admin.close()
	draining := make(chan struct{})
	server := cfg.server(h, draining)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	cfg.Log.InfoContext(ctx, "listening", "addr", listener.Addr().String())
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	close(draining)
	return cfg.drain(ctx, server)
}

func (cfg ServeConfig) withDefaults() ServeConfig {
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{
		{&cfg.ReadHeaderTimeout, 5 * time.Second},
		{&cfg.ReadTimeout, 15 * time.Second},
		{&cfg.WriteTimeout, 30 * time.Second},
		{&cfg.IdleTimeout, 2 * time.Minute},
		{&cfg.DrainTimeout, 10 * time.Second},
	} {
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

type drainKey struct{}

func (cfg ServeConfig) server(h http.Handler, draining <-chan struct{}) *http.Server {
	base := context.WithValue(context.Background(), drainKey{}, draining)
	return &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(cfg.Log.Handler(), slog.LevelDebug), // strangers who hang up
		MaxHeaderBytes:    maxHeader,                                             // more is answered with 431 (RFC 6585 §5)
		ReadHeaderTimeout: cfg.ReadHeaderTimeout,
		ReadTimeout:       cfg.ReadTimeout,
		WriteTimeout:      cfg.WriteTimeout,
		IdleTimeout:       cfg.IdleTimeout,
	}
}

func (cfg ServeConfig) drain(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.DrainTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		cfg.Log.WarnContext(ctx, "drained in part: requests were cut", "after", cfg.DrainTimeout)
		return server.Close()
	}
	cfg.Log.InfoContext(ctx, "drained")
	return nil
}

// Draining is closed when the server of this request begins to drain: an answer
// without an end (server-sent events) must stop then. It is nil outside of Serve.
func Draining(ctx context.Context) <-chan struct{} {
	ch, _ := ctx.Value(drainKey{}).(<-chan struct{})
	return ch
}

// Stream lifts the write timeout from an answer without an end.
func Stream(w http.ResponseWriter) error {
	return http.NewResponseController(w).SetWriteDeadline(time.Time{})
}
