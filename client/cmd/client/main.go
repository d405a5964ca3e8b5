// Command client runs the client of the Quartet stack.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"quartet.example/client"
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
	var cfg client.Config
	health := len(args) > 0 && args[0] == "health" // for a container without a shell
	if health {
		args = args[1:]
	}
	if err := config.Load("client", "CLIENT", &cfg, args); err != nil {
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

func serve(ctx context.Context, cfg client.Config) error {
	log := telemetry.Logger(cfg.LogFormat, cfg.LogLevel, os.Stderr)
	log.Info("starting", "service", "client", "config", cfg)
	rdb, err := redisconn.Open(ctx, cfg.RedisURL)
	if err != nil {
		return err
	}
	defer func() { _ = rdb.Close() }()
	deps := client.Deps{
		Redis: rdb, Log: log, Metrics: telemetry.Registry(), HTTP: localnet.HTTPClient(10 * time.Second), Now: time.Now,
	}
	srv, err := client.New(cfg, deps)
	if err != nil {
		return err
	}
	return web.Serve(ctx, web.ServeConfig{Addr: cfg.Listen, AdminAddr: cfg.AdminListen, Log: log, Metrics: deps.Metrics}, srv)
}
