package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// ServeConfig says where and how to serve. A duration of 0 means the default in its comment.
type ServeConfig struct {
	Addr     string       // address to listen on, unless Listener is set
	Listener net.Listener // an open listener, from Listen; Serve closes it
	TLS      *tls.Config  // serve https, with a certificate of this configuration; nil: http

	AdminAddr string       // address for metrics and pprof, loopback only; "" for none
	Metrics   http.Handler // answers /metrics on the admin listener; nil: no metrics
	Log       *slog.Logger

	ReadHeaderTimeout time.Duration // default 5 s
	ReadTimeout       time.Duration // default 15 s, for headers and body
	WriteTimeout      time.Duration // default 30 s from the end of the request headers; see Stream
	IdleTimeout       time.Duration // default 2 min between two requests of a connection
	DrainTimeout      time.Duration // default 10 s for open requests after ctx ends
}

const maxHeader = 64 << 10

// Serve answers requests with h until ctx ends. It then accepts no new requests, waits up to
// DrainTimeout for open ones, and returns nil. It returns an error if it cannot listen, or if the
// listener fails. It does not handle signals, because several servers can share a process.
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
	go func() { failed <- cfg.accept(server, listener) }()
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
		ErrorLog:          slog.NewLogLogger(cfg.Log.Handler(), slog.LevelDebug), // connection errors, such as clients that disconnect
		MaxHeaderBytes:    maxHeader,                                             // larger headers are answered with 431 (RFC 6585 §5)
		ReadHeaderTimeout: cfg.ReadHeaderTimeout,
		ReadTimeout:       cfg.ReadTimeout,
		WriteTimeout:      cfg.WriteTimeout,
		IdleTimeout:       cfg.IdleTimeout,
	}
}

// accept serves https, also by HTTP/2, or http if there is no TLS configuration.
func (cfg ServeConfig) accept(server *http.Server, l net.Listener) error {
	if cfg.TLS == nil {
		return server.Serve(l)
	}
	server.TLSConfig = cfg.TLS
	return server.ServeTLS(l, "", "")
}

func (cfg ServeConfig) drain(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.DrainTimeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		cfg.Log.WarnContext(ctx, "shutdown timed out, open requests were cancelled", "after", cfg.DrainTimeout)
		return server.Close()
	}
	cfg.Log.InfoContext(ctx, "shutdown complete")
	return nil
}

// Draining returns a channel that is closed when the server of this request begins to shut down. A
// response without an end, such as server-sent events, must end then. It returns nil outside of
// Serve.
func Draining(ctx context.Context) <-chan struct{} {
	ch, _ := ctx.Value(drainKey{}).(<-chan struct{})
	return ch
}

// Stream removes the write timeout of a response without an end.
func Stream(w http.ResponseWriter) error {
	return http.NewResponseController(w).SetWriteDeadline(time.Time{})
}
