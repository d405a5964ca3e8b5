// Command authserver is the authorization server.
//
//	authserver [serve] [flags]        serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	authserver health [flags]         exit 0, silently, if the running server is ready
//	authserver secrets DIR NAME...    make the secret files that are missing
//	authserver hash-password          read a password from standard input, print its hash for the seed file
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
		case "secrets":
			return secrets(args[1:])
		case "hash-password":
			return hashPassword(os.Stdin, os.Stdout)
		}
	}
	return serve(ctx, args)
}
