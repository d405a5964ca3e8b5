package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"quartet.example/demo/mirror/report"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/flowview"
)

type walkCommand struct {
	Name string `arg:"" optional:"" name:"flow" help:"such as code-pkce; none lists the flows"`

	Quiet   bool     `short:"q" help:"only the access token"`
	Verbose int      `short:"v" type:"counter" help:"also what the parameters mean, the checks and a curl command; twice: the messages as they are on the wire"`
	JSON    bool     `help:"one JSON object per message on stdout, as in tail --json"`
	Curl    curlMode `placeholder:"run" help:"print a shell script that performs the flow with curl; with --curl=run, run it and compare the results"`
	Step    bool     `help:"wait for Enter before each message"`
	Record  string   `placeholder:"FILE" help:"write the recording, which quartet open and the inspector read; its name ends in .jsonl"`
	Reveal  bool     `help:"show the result, and with -vv the messages, without masks; passwords stay masked, and so do --json and --record"`
	Force   bool     `help:"allow --reveal if the output is not a terminal"`
	ASCII   bool     `help:"only characters of ASCII"`
	Width   int      `default:"80" help:"columns"`
	Scope   []string `sep:"," placeholder:"SCOPE" help:"scopes instead of those of the flow"`

	Embedded bool   `help:"with a stack of its own, also if one is running"`
	URL      string `help:"address of the inspector of the running stack; the default is that of the settings" placeholder:"URL"`
	walkElsewhere
}

// errWalkRefused is the error of a walk that the server refused, after it was written.
var errWalkRefused = errors.New("the server refused the flow")

// run performs the flow. The result goes to out, and the messages to notes. Its error gives the exit code 1 if
// the server refused the flow, and 2 if the flow could not be tried.
func (c walkCommand) run(ctx context.Context, in io.Reader, out, notes io.Writer) error {
	if c.Name == "" {
		return c.list(out)
	}
	w := &walker{walkCommand: c, out: out, notes: notes, keys: &keyboard{in: in}}
	err := c.validate(in, out, notes)
	if err == nil {
		err = w.walk(ctx)
	}
	var refused *walk.Refused
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		_, _ = fmt.Fprintln(notes, "quartet:", flowview.Printable(refused.Error()))
		return errWalkRefused
	}
	_, _ = fmt.Fprintln(notes, "quartet:", flowview.Printable(err.Error()))
	return report.ErrNotMade
}

// list prints one line for each flow.
func (c walkCommand) list(w io.Writer) error {
	for _, f := range walk.Flows() {
		if _, err := fmt.Fprintf(w, "%-18s  %s\n", f.Name, f.Title); err != nil {
			return err
		}
	}
	return nil
}

// validate returns what is wrong with the flags.
func (c walkCommand) validate(in io.Reader, out, notes io.Writer) error {
	_, known := walk.Named(c.Name)
	switch {
	case !known:
		return fmt.Errorf("there is no flow %q. `quartet walk` lists them", c.Name)
	case c.Step && !isKeyboard(in):
		return errNoKeyboard
	case c.Reveal && !c.Force && (!isTerminal(out) || c.Verbose > 1 && !isTerminal(notes)):
		return errors.New("--reveal prints secrets, and the output is not a terminal: add --force if you want that")
	case c.Record != "" && strings.ToLower(filepath.Ext(c.Record)) != ".jsonl":
		return fmt.Errorf("%s: the name of the recording must end in .jsonl", c.Record)
	case c.JSON && c.Curl != "":
		return errors.New("--json and --curl both write to stdout: choose one")
	}
	return c.walkElsewhere.validate(c.Curl != "")
}

// walker is one run of the command.
type walker struct {
	walkCommand
	out, notes io.Writer
	keys       *keyboard
}

// walk performs the flow, and writes its result and its recording.
func (w *walker) walk(ctx context.Context) error {
	target, end, err := w.target(ctx)
	if err != nil {
		return err
	}
	r, err := walk.Run(ctx, w.Name, target, w.options())
	if w.Record != "" && len(r.Flow.Hops) > 0 {
		err = errors.Join(err, w.record(r))
	}
	if err == nil {
		err = w.finish(ctx, target, r)
	}
	return errors.Join(err, end())
}

func (w *walker) options() walk.Options {
	o := walk.Options{Scope: w.Scope, Each: w.message, Person: person{w.keys, w.notes}}
	if w.Step {
		o.Before = w.pause
	}
	return o
}

// finish writes the result.
func (w *walker) finish(ctx context.Context, t *walk.Target, r walk.Result) error {
	switch {
	case w.Curl == curlRun:
		return w.runScript(ctx, t, r)
	case w.Curl != "":
		return writeText(w.out, r.Script())
	case w.JSON:
		return nil
	case w.Quiet && r.Token(false) == "":
		return nil
	case w.Quiet:
		return writeText(w.out, r.Token(w.Reveal)+"\n")
	}
	return writeText(w.out, string(r.JSON(w.Reveal)))
}

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// record writes the recording to a new file, which only its owner can read.
func (w *walker) record(r walk.Result) error {
	file, err := os.OpenFile(w.Record, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(file, r.Flow, flowfile.JSONL), file.Close())
}
