package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"quartet.example/resourceserver"
	"quartet.example/shared/config"
	"quartet.example/shared/web"
)

func load(args []string) (resourceserver.Config, error) {
	var cfg resourceserver.Config
	err := config.Load("resourceserver", "RESOURCESERVER", &cfg, args)
	return cfg, err
}

// serve runs the server until ctx ends, then drains.
func serve(ctx context.Context, args []string) error {
	cfg, err := load(args)
	if err != nil {
		return err
	}
	listener, err := web.Listen(cfg.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	deps, err := resourceserver.DefaultDeps(cfg)
	if err != nil {
		return err
	}
	defer deps.Redis.Close()
	deps.Log.Info("starting", "config", cfg) // secrets print as [redacted]
	server, err := resourceserver.New(cfg, deps)
	if err != nil {
		return fmt.Errorf("resourceserver: %w", err)
	}
	defer func() { _ = server.Close() }()
	defer flush(deps)
	return web.Serve(ctx, web.ServeConfig{
		Listener: listener, AdminAddr: cfg.AdminListen, Metrics: deps.Metrics, Log: deps.Log,
	}, server)
}

// flush gives the recorder a moment to write its last events.
func flush(deps resourceserver.Deps) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := deps.Trace.Close(ctx); err != nil {
		deps.Log.Warn("the last events are lost", "cause", err)
	}
}

// health asks the server that runs with these settings on this machine.
func health(ctx context.Context, args []string) error {
	cfg, err := load(args)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return web.HealthCheck(ctx, "http://"+net.JoinHostPort(host, port)+"/readyz")
}
