// Command inspector runs the inspector of the Quartet stack.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"quartet.example/inspector"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to undo
	}
}

func run(ctx context.Context, args []string) error {
	var cfg inspector.Config
	health := len(args) > 0 && args[0] == "health" // for a container without a shell
	if health {
		args = args[1:]
	}
	if err := config.Load("inspector", "INSPECTOR", &cfg, args); err != nil {
		if errors.Is(err, config.ErrHelp) {
			return nil
		}
		return err
	}
	if health {
		return web.HealthCheck(ctx, cfg.HealthURL())
	}
	return serve(ctx, cfg)
}

func serve(ctx context.Context, cfg inspector.Config) error {
	log := telemetry.Logger(cfg.LogFormat, cfg.LogLevel, os.Stderr)
	log.Info("starting", "service", "inspector", "config", cfg)
	rdb, err := redisconn.Open(ctx, cfg.RedisURL.Reveal())
	if err != nil {
		return err
	}
	defer func() { _ = rdb.Close() }()
	metrics := telemetry.Registry()
	srv, err := inspector.New(cfg, inspector.Deps{
		Redis: rdb, Log: log, Metrics: metrics, HTTP: localnet.HTTPClient(5 * time.Second), Now: time.Now,
	})
	if err != nil {
		return err
	}
	defer func() { _ = srv.Close() }()
	return web.Serve(ctx, web.ServeConfig{Addr: cfg.Addr(), AdminAddr: cfg.AdminListen, Log: log, Metrics: metrics}, srv)
}
