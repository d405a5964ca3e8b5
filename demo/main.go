// Command quartet runs the whole stack in one process and looks after it.
//
//	quartet up      the four roles with an embedded Redis, until Ctrl-C; with --tls over https
//	quartet doctor  ports, names, Redis, issuer: what is well, what to do
//	quartet keys    signing keys of the authorization server: list, rotate, retire
//	quartet users   its users: list, disable, enable, delete, passwd
//	quartet tail    messages of the running stack as they happen
//	quartet show    one flow: the latest, or one in a file
//	quartet diff    two flows, message beside message
//	quartet export  one flow as a file: quartet export sign-in.html
//	quartet open    a file of the inspector in the browser, without a network
//	quartet walk    a grant or an extension, message by message: quartet walk code-pkce
//	quartet present a talk, message by message: quartet present five-minutes --browser
//	quartet token   a token for tests: quartet token alice --scope notes:read
//	quartet check-api  attack an API of yours: which defences does it have?
//	quartet check-client  attack a client of yours: which defences does it have?
//	quartet lab     attacks to try, on careless programs and on the reference
//	quartet bundle  one folder for a USB stick, to run without network and Go
//	quartet explain a parameter, claim, header or check: quartet explain code_challenge
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"quartet.example/demo/doctor"
	"quartet.example/demo/labs"
	"quartet.example/demo/labs/workshop"
	"quartet.example/demo/mirror/report"
	"quartet.example/demo/stack"
	"quartet.example/inspector/flowview"
	pages "quartet.example/inspector/workshop"
	"quartet.example/shared/service"
	"quartet.example/shared/telemetry"
)

type upCommand struct {
	TLS bool `name:"tls" help:"https instead of http, with a local CA that is made at start, for browsers and programs that keep no Secure cookies from http; see docs/tls.md"`
}

type commands struct {
	LogFormat string `default:"auto" enum:"auto,text,json" env:"LOG_FORMAT" help:"auto is text in a terminal"`
	LogLevel  string `default:"warn" enum:"debug,info,warn,error" env:"LOG_LEVEL" help:"minimum level that is logged"`

	Version kong.VersionFlag `help:"print the version"`

	Up     upCommand `cmd:"" default:"withargs" help:"run the stack until Ctrl-C; settings are those of the services (AUTHSERVER_*, RESOURCESERVER_*, CLIENT_*, INSPECTOR_*); QUARTET_AT=localhost:9100 moves all to other ports"`
	Doctor struct{}  `cmd:"" help:"check ports, names, Redis and issuer"`
	Keys   words     `cmd:"" passthrough:"" help:"signing keys of the authorization server; see keys --help"`
	Users  words     `cmd:"" passthrough:"" help:"users of the authorization server; see users --help"`

	Tail   tailCommand   `cmd:"" help:"messages of the running stack as they happen, until Ctrl-C"`
	Show   showCommand   `cmd:"" help:"one flow as text: the latest, one by its id, or one in a file"`
	Diff   diffCommand   `cmd:"" help:"two flows, message beside message; exit code 1 if they differ"`
	Export exportCommand `cmd:"" help:"one flow as a file, with masked secrets as in the inspector"`
	Open   openCommand   `cmd:"" help:"a file of the inspector in the browser, without a network and without the stack"`

	Walk    walkCommand    `cmd:"" help:"perform a grant or an extension, message by message; exit code 1 if the server refuses it, 2 if it cannot be tried"`
	Present presentCommand `cmd:"" help:"show a talk in the browser, message by message; the inspector lists all at /present"`

	Token tokenCommand `cmd:"" help:"print a token of the running authorization server, without a sign-in (dev profile)"`

	CheckAPI    checkAPICommand    `cmd:"" name:"check-api" help:"attack an API of yours with hostile tokens, and report which defences it has; exit code 1 if one is missing, 2 if nothing could be tested"`
	CheckClient checkClientCommand `cmd:"" help:"attack a client of yours as a hostile authorization server, and report which defences it has; exit code 1 if one is missing, 2 if nothing could be tested"`

	Lab labCommand `cmd:"" help:"attacks to try: on careless programs, where they succeed, and on the reference, where they do not"`

	Bundle bundleCommand `cmd:"" help:"one folder for a USB stick: this command for six targets, documentation, labs, licences; needs a checkout and Go"`

	Explain struct {
		Name []string `arg:"" optional:"" help:"such as code_challenge, or as.pkce.verifier; none lists all names"`
	} `cmd:"" help:"what a parameter, claim, header or check means"`
}

// attacks makes the attacks of the labs for the inspector at an address.
func attacks(inspector string) pages.Workshop { return workshop.New(inspector, inspectorClient) }

const inspectorTimeout = 3 * time.Second

// inspectorClient returns a client for the inspector of the running stack, which may have TLS; nil if the settings
// cannot be read.
func inspectorClient() *http.Client {
	settings, err := stack.LoadRunning()
	if err != nil {
		return nil
	}
	return settings.HTTP(inspectorTimeout)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	var c commands
	k := kong.Parse(&c, kong.Name("quartet"), kong.Description("The four roles of OAuth 2 in one process."),
		kong.Vars{"version": "quartet " + service.Version()})
	err := c.run(ctx, stop, k.Command())
	stop()
	if err != nil {
		if !reported(err) {
			fmt.Fprintln(os.Stderr, "quartet:", printable(err))
		}
		os.Exit(report.ExitCode(err))
	}
}

// printable returns the text of an error, whose lines may be those of another server.
func printable(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = flowview.Printable(line)
	}
	return strings.Join(lines, "\n")
}

// reported reports whether the command has already said what the error means.
func reported(err error) bool {
	return slices.ContainsFunc([]error{doctor.ErrUnwell, errDiffer, errWalkRefused, report.ErrFailed, report.ErrNotMade, errNotAsSaid, errMissing, errUnseen}, func(known error) bool { return errors.Is(err, known) })
}

func (c *commands) run(ctx context.Context, stop func(), command string) error {
	switch noun, _, _ := strings.Cut(command, " "); noun {
	case "keys":
		return operate(ctx, noun, c.Keys)
	case "users":
		return operate(ctx, noun, c.Users)
	case "tail":
		return c.Tail.run(ctx, os.Stdout, os.Stderr)
	case "show":
		return c.Show.run(ctx, os.Stdout)
	case "diff":
		return c.Diff.run(ctx, os.Stdout)
	case "export":
		return c.Export.run(ctx, os.Stdout)
	case "open":
		return c.Open.run(ctx, os.Stdout)
	case "present":
		return c.Present.run(ctx, os.Stdout)
	case "check-api":
		return c.CheckAPI.run(ctx, os.Stdout, os.Stderr)
	case "check-client":
		return c.CheckClient.run(ctx, os.Stdin, os.Stdout, os.Stderr)
	case "lab":
		return c.Lab.run(ctx, command, os.Stdin, os.Stdout, os.Stderr)
	case "walk":
		return c.Walk.run(ctx, os.Stdin, os.Stdout, os.Stderr)
	case "token":
		return c.Token.run(ctx, os.Stdout)
	case "bundle":
		return c.Bundle.run(ctx, os.Stdout)
	case "explain":
		return explain(os.Stdout, c.Explain.Name)
	case "doctor":
		settings, err := stack.LoadRunning()
		if err != nil {
			return err
		}
		return doctor.Examine(ctx, os.Stdout, settings)
	}
	running, err := stack.Start(ctx, stack.Options{TLS: c.Up.TLS, Log: telemetry.Logger(c.LogFormat, c.LogLevel, os.Stderr), Labs: labs.Pages(), Workshop: attacks})
	if err != nil {
		return err
	}
	summary(os.Stdout, running)
	select {
	case <-ctx.Done():
	case <-running.Failed():
	}
	stop() // so that a second Ctrl-C ends the program at once
	fmt.Fprintln(os.Stdout, "\nstopping")
	return running.Close()
}
