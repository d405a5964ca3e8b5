// Command resourceserver runs the resource server of the Quartet stack.
//
//	resourceserver [flags]           serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	resourceserver health [flags]    exit 0, silently, if the running server lives
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"quartet.example/resourceserver"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, config.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // stop only restores signals
	}
}

func run(ctx context.Context, args []string) error {
	health := len(args) > 0 && args[0] == "health" // for a container without a shell
	if health {
		args = args[1:]
	}
	var cfg resourceserver.Config
	if err := config.Load("resourceserver", "RESOURCESERVER", &cfg, args); err != nil {
		return err
	}
	if health {
		return web.HealthCheck(ctx, cfg.HealthURL())
	}
	return serve(ctx, cfg)
}

func serve(ctx context.Context, cfg resourceserver.Config) error {
	log := telemetry.Logger(cfg.LogFormat, cfg.LogLevel, os.Stderr)
	log.Info("starting", "service", "resourceserver", "config", cfg)
	rdb, err := redisconn.Open(ctx, cfg.RedisURL.Reveal())
	if err != nil {
		return err
	}
	defer func() { _ = rdb.Close() }()
	deps := resourceserver.Deps{
		Redis: rdb, Log: log, Metrics: telemetry.Registry(), HTTP: localnet.HTTPClient(10 * time.Second), Now: time.Now,
	}
	srv, err := resourceserver.New(cfg, deps)
	if err != nil {
		return err
	}
	defer func() { _ = srv.Close() }()
	return web.Serve(ctx, web.ServeConfig{Addr: cfg.Listen, AdminAddr: cfg.AdminListen, Log: log, Metrics: deps.Metrics}, srv)
}
