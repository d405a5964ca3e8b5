package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"quartet.example/shared/config"
	"quartet.example/shared/web"
)

// Server is what a service's New returns.
type Server interface {
	http.Handler
	Close() error // ends what runs in the background
}

// Command is the command of a service whose settings are a C.
//
//	NAME [serve] [flags]   serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	NAME health [flags]    exit 0, silently, if the running service is ready
type Command[C any] struct {
	Name     string // of the command; in capitals the prefix of its environment variables
	Settings func(*C) Settings
	New      func(C, Deps) (Server, error)

	// Others are words beside serve and health, with the arguments after them.
	Others map[string]func(ctx context.Context, args []string) error
}

// Main runs the command with the arguments of the process, and exits 1 with one
// message if it fails.
func (c Command[C]) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := c.Run(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, config.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Run does what args ask for, until ctx ends.
func (c Command[C]) Run(ctx context.Context, args []string) error {
	word := "serve"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		word, args = args[0], args[1:]
	}
	switch word {
	case "serve":
		return c.serve(ctx, args)
	case "health":
		return c.health(ctx, args)
	}
	if other, ok := c.Others[word]; ok {
		return other(ctx, args)
	}
	return fmt.Errorf("%s: there is no command %q; see %s --help", c.Name, word, c.Name)
}

func (c Command[C]) load(args []string) (C, Settings, error) {
	var cfg C
	if err := config.Load(c.Name, strings.ToUpper(c.Name), &cfg, args); err != nil {
		return cfg, Settings{}, err
	}
	return cfg, c.Settings(&cfg), nil
}

// serve wires before it listens: what is wrong with settings and seed comes first.
func (c Command[C]) serve(ctx context.Context, args []string) error {
	cfg, settings, err := c.load(args)
	if err != nil {
		return err
	}
	deps, disconnect, err := Connect(ctx, settings)
	if err != nil {
		return err
	}
	defer disconnect()
	deps.Log.InfoContext(ctx, "starting", "config", cfg) // secrets print as [redacted]
	server, err := c.New(cfg, deps)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	err = web.Serve(ctx, web.ServeConfig{
		Addr: settings.Listen, AdminAddr: settings.AdminListen, Metrics: deps.Metrics, Log: deps.Log,
	}, server)
	return errors.Join(err, server.Close())
}

// health asks the service that runs with these settings on this machine.
func (c Command[C]) health(ctx context.Context, args []string) error {
	_, settings, err := c.load(args)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(settings.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return web.HealthCheck(ctx, "http://"+net.JoinHostPort(host, port)+"/readyz")
}
