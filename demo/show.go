package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/flowview"
)

// textFlags are the flags of the commands that write messages as text.
type textFlags struct {
	Verbose bool   `short:"v" help:"also parameters, what they mean, and checks"`
	ASCII   bool   `help:"only characters of ASCII"`
	Width   int    `default:"80" help:"columns"`
	URL     string `help:"address of the inspector; the default is that of the settings" placeholder:"URL"`
}

// terminal returns how to write to w: in colour only to a terminal, and not if NO_COLOR is set
// (https://no-color.org).
func (t textFlags) terminal(w io.Writer) flowview.Terminal {
	return flowview.Terminal{Width: t.Width, ASCII: t.ASCII, Verbose: t.Verbose, Colour: coloured(w)}
}

// coloured reports whether text may be in colour: on a terminal, unless NO_COLOR forbids it (no-color.org).
func coloured(w io.Writer) bool { return isTerminal(w) && os.Getenv("NO_COLOR") == "" }

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type showCommand struct {
	textFlags
	What string `arg:"" optional:"" name:"flow" help:"id of a flow, or a file of the inspector (.jsonl or .html); the latest flow if omitted"`
	JSON bool   `help:"the recorded events, one JSON object per line"`
}

func (s showCommand) run(ctx context.Context, w io.Writer) error {
	f, err := find(ctx, s.What, s.URL)
	if err != nil {
		return err
	}
	if s.JSON {
		return write(w, f, flowfile.JSONL)
	}
	_, err = io.WriteString(w, s.terminal(w).Flow(f))
	return err
}

func write(w io.Writer, f flow.Flow, as func(flow.Flow) ([]byte, error)) error {
	body, err := as(f)
	if err != nil {
		return err
	}
	_, err = w.Write(body)
	return err
}

type diffCommand struct {
	textFlags
	A string `arg:"" help:"id of a flow, or a file of the inspector"`
	B string `arg:"" help:"id of a flow, or a file of the inspector"`
}

// errDiffer is the error of diff if the flows differ, so that a script can see it by the exit code.
var errDiffer = errors.New("the flows differ")

func (d diffCommand) run(ctx context.Context, w io.Writer) error {
	a, err := find(ctx, d.A, d.URL)
	if err != nil {
		return err
	}
	b, err := find(ctx, d.B, d.URL)
	if err != nil {
		return err
	}
	c := flowview.Compare(a, b)
	if _, err := io.WriteString(w, d.terminal(w).Comparison(c)); err != nil {
		return err
	}
	if c.Differing() > 0 {
		return errDiffer
	}
	return nil
}

// formats has the file formats, by the ends of file names.
var formats = map[string]func(flow.Flow) ([]byte, error){
	".html": flowfile.HTML, ".svg": flowfile.SVG, ".mmd": flowfile.Mermaid, ".har": flowfile.HAR, ".jsonl": flowfile.JSONL,
}

type exportCommand struct {
	File string `arg:"" help:"file to write; its name ends in .html, .svg, .mmd, .har or .jsonl"`
	What string `arg:"" optional:"" name:"flow" help:"id of a flow, or a file of the inspector; the latest flow if omitted"`
	URL  string `help:"address of the inspector; the default is that of the settings" placeholder:"URL"`
}

// run writes the file, which only its owner can read. It refuses to replace a file.
func (e exportCommand) run(ctx context.Context, w io.Writer) error {
	as, known := formats[strings.ToLower(filepath.Ext(e.File))]
	if !known {
		return fmt.Errorf("%s: the name must end in .html, .svg, .mmd, .har or .jsonl", e.File)
	}
	f, err := find(ctx, e.What, e.URL)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(e.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file, f, as), file.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, e.File)
	return err
}
