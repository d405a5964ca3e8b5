// Package command is how the small programs of client/cmd start and end.
//
//	exit 0   it did what it was asked for
//	exit 1   it did not; the message says what to do
//	exit 2   its settings are wrong
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
)

// Run is a program: it calls others with client and writes to out.
type Run func(ctx context.Context, client *http.Client, out io.Writer, args []string) error

// Main runs the program with the arguments of the process, and ends the process.
// The client waits ten seconds for an answer, finds *.localhost, and does not
// follow a redirect to somewhere else with what it carries.
func Main(run Run) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, localnet.HTTPClient(10*time.Second), os.Stdout, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flags.ErrHelp) {
		fmt.Fprintln(os.Stderr, Words(err))
		os.Exit(status(err))
	}
}

// Load fills the settings of the program, which does what does says: flag, then
// environment variable, then default.
func Load(name, does string, settings any, args []string) error {
	err := flags.Load(name, strings.ToUpper(name), settings, args, kong.Description(does))
	if err != nil && !errors.Is(err, flags.ErrHelp) {
		return usageError{err}
	}
	return err
}

type usageError struct{ error }

func status(err error) int {
	if errors.As(err, &usageError{}) {
		return 2
	}
	return 1
}
