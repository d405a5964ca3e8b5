// Package command starts and ends the small programs of client/cmd.
//
//	exit 0   success
//	exit 1   failure; the message says what to do
//	exit 2   wrong settings
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

// Settings are the settings of a program, a pointer to a struct, and the program itself.
type Settings interface {
	// Run sends its requests with client and writes to out.
	Run(ctx context.Context, client *http.Client, out io.Writer) error
}

// Main runs the program of that name with the arguments of the process, and ends the process.
// --help prints description. The program's HTTP client waits ten seconds for a response, resolves
// *.localhost, and does not follow redirects to other hosts.
func Main(name, description string, s Settings) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := Load(name, description, s, os.Args[1:])
	if err == nil {
		err = s.Run(ctx, localnet.HTTPClient(10*time.Second), os.Stdout)
	}
	stop()
	if err != nil && !errors.Is(err, flags.ErrHelp) {
		fmt.Fprintln(os.Stderr, Words(err))
		os.Exit(status(err))
	}
}

// Load sets each setting from its flag, else its environment variable, else its default.
func Load(name, description string, s Settings, args []string) error {
	err := flags.Load(name, strings.ToUpper(name), s, args, kong.Description(description))
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
