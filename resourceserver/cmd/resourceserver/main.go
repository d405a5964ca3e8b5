// Command resourceserver is the resource server.
//
//	resourceserver [serve] [flags]   serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	resourceserver health [flags]    exit 0, silently, if the running server is ready
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"quartet.example/shared/config"
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
	if len(args) > 0 {
		switch args[0] {
		case "serve":
			args = args[1:]
		case "health":
			return health(ctx, args[1:])
		}
	}
	return serve(ctx, args)
}
