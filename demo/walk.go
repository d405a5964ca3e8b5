package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"quartet.example/demo/mirror/report"
	"quartet.example/demo/stack"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
)

type walkCommand struct {
	textFlags
	Name     string   `arg:"" optional:"" name:"flow" help:"such as code-pkce; none lists the flows"`
	Quiet    bool     `short:"q" help:"only the access token"`
	JSON     bool     `help:"one JSON object per message on stdout, as in tail --json"`
	Embedded bool     `help:"with a stack of its own, also if one is running"`
	Record   string   `placeholder:"FILE" help:"write the recording, which quartet open and the inspector read; its name ends in .jsonl"`
	Scope    []string `sep:"," placeholder:"SCOPE" help:"scopes instead of those of the flow"`
}

// walker is one run of the command.
type walker struct {
	walkCommand
	out, notes io.Writer
}

// run performs the flow. The result goes to out, and the messages to notes. Its exit code is 1 if the server
// refused the flow, and 2 if the flow could not be tried.
func (c walkCommand) run(ctx context.Context, out, notes io.Writer) error {
	if c.Name == "" {
		return listFlows(out)
	}
	if _, known := walk.Named(c.Name); !known {
		return untried(notes, fmt.Errorf("there is no flow %q. `quartet walk` lists them", c.Name))
	}
	w := &walker{c, out, notes}
	target, end, err := w.target(ctx)
	if err != nil {
		return untried(notes, err)
	}
	result, err := walk.Run(ctx, c.Name, target, walk.Options{Scope: c.Scope, Each: w.message})
	err = errors.Join(err, end())
	return w.finish(result, err)
}

// errWalkRefused is the error of a walk that the server refused, after it was written.
var errWalkRefused = errors.New("the server refused the flow")

// untried writes why a walk could not be tried.
func untried(notes io.Writer, err error) error {
	_, _ = fmt.Fprintln(notes, "quartet:", err)
	return report.ErrNotMade
}

func listFlows(w io.Writer) error {
	for _, f := range walk.Flows() {
		if _, err := fmt.Fprintf(w, "%-19s %s (%s)\n", f.Name, f.Title, f.Spec); err != nil {
			return err
		}
	}
	return nil
}

// target returns the running stack, or else a stack of its own.
func (w *walker) target(ctx context.Context) (*walk.Target, func() error, error) {
	none := func() error { return nil }
	if !w.Embedded {
		settings, err := stack.Load()
		if err != nil {
			return nil, nil, err
		}
		t := walk.Ours(settings)
		if t.Answers(ctx) {
			r, err := inspectorAt(w.URL)
			if err != nil {
				return nil, nil, err
			}
			t.Recording = r.trace
			return t, none, nil
		}
		fmt.Fprintf(w.notes, "No authorization server at %s: this walk starts a stack of its own.\n", t.Issuer)
	}
	return walk.Embedded(ctx, nil)
}

// message writes one message.
func (w *walker) message(h *flow.Hop, _ walk.Raw) {
	switch {
	case w.JSON:
		if line, err := flowfile.Line(hop{h.Event, h.N}); err == nil {
			_, _ = w.out.Write(line)
		}
	case !w.Quiet:
		_, _ = io.WriteString(w.notes, w.terminal(w.notes).Message(h, 0))
	}
}

// finish writes the result and the recording, and then what went wrong.
func (w *walker) finish(r walk.Result, err error) error {
	if w.Record != "" && len(r.Flow.Hops) > 0 {
		err = errors.Join(err, w.record(r.Flow))
	}
	var refused *walk.Refused
	switch {
	case errors.As(err, &refused):
		_, _ = fmt.Fprintln(w.notes, "quartet:", refused)
		return errWalkRefused
	case err != nil:
		return untried(w.notes, err)
	case w.JSON:
		return nil
	case w.Quiet:
		return writeLine(w.out, r.Token(false))
	}
	_, err = w.out.Write(r.JSON(false))
	return err
}

// writeLine writes text and a newline, unless it is "".
func writeLine(w io.Writer, text string) error {
	if text == "" {
		return nil
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

// record writes the recording to a new file, which only its owner can read.
func (w *walker) record(f flow.Flow) error {
	file, err := os.OpenFile(w.Record, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(file, f, flowfile.JSONL), file.Close())
}
