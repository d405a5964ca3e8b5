package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config/flags"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/web"
)

// Server is what a service's New returns.
type Server interface {
	http.Handler
	Close() error // stops the background work
}

// Command is the command line of a service with the configuration type C.
//
//	NAME [serve] [flags]   serve until SIGINT or SIGTERM, then finish open requests; --help lists the flags
//	NAME health [flags]    exit 0 without output if the running service is ready
//	NAME --version         print the version
type Command[C any] struct {
	Name     string // name of the command; in capitals, the prefix of its environment variables
	Settings func(*C) Settings
	New      func(C, Deps) (Server, error)

	// Others are further subcommands, by name.
	Others map[string]Subcommand
	Out    io.Writer // for help and version; nil is standard output
}

// For returns the command of a service: its name, what it needs of its settings, and its New.
func For[C any, S Server](name string, settings func(*C) Settings, create func(C, Deps) (S, error)) Command[C] {
	return Command[C]{Name: name, Settings: settings, New: func(c C, d Deps) (Server, error) { return create(c, d) }}
}

func (c Command[C]) out() io.Writer {
	if c.Out == nil {
		return os.Stdout
	}
	return c.Out
}

// Main runs the command with the arguments of the process. If it fails, it prints the error and
// exits with 1.
func (c Command[C]) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := c.Run(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flags.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Run executes the subcommand that args begin with, until ctx ends. Without one it serves.
func (c Command[C]) Run(ctx context.Context, args []string) error {
	if slices.Contains(args, "--version") {
		_, err := fmt.Fprintln(c.out(), c.Name, Version())
		return err
	}
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
		return c.subcommand(ctx, other, args)
	}
	return fmt.Errorf("%s: there is no command %q; see %s --help", c.Name, word, c.Name)
}

func (c Command[C]) load(args []string) (C, Settings, error) {
	var cfg C
	if err := flags.Load(c.Name, strings.ToUpper(c.Name), &cfg, args, kong.Description(c.help()), kong.Writers(c.out(), os.Stderr)); err != nil {
		return cfg, Settings{}, err
	}
	return cfg, c.Settings(&cfg), nil
}

// serve makes the server before it listens, so that errors in settings and seed are reported
// before an error of the port.
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
		Addr: settings.Listen, AdminAddr: settings.AdminListen, Metrics: telemetry.Handler(deps.Metrics), Log: deps.Log,
	}, server)
	return errors.Join(err, server.Close())
}

// health asks the service with these settings on this machine whether it is ready.
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
	return web.HealthCheck(ctx, nil, "http://"+net.JoinHostPort(host, port)+"/readyz")
}
