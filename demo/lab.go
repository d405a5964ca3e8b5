package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/demo/labs/text"
	"quartet.example/demo/mirror/report"
)

type labCommand struct {
	List labList `cmd:"" default:"1" help:"the labs, and what you have done"`
	Show labShow `cmd:"" help:"the text of a lab, without hints and solution"`
	Hint labHint `cmd:"" help:"a hint for a lab: the next one, or the one with this number"`
	Run  labRun  `cmd:"" help:"attack the careless programs or the reference; exit code 0 if the attack ends as the lab says, 1 if it does not, 2 if it could not be made"`

	Matrix labMatrix `cmd:"" help:"every attack on every target of its lab, as a table; exit code 1 if one does not end as its lab says, or if no lab shows a check refuse and no test names it"`

	Check labCheck `cmd:"" help:"what you have done in a lab, and what is missing; exit code 1 if something is"`
	Reset labReset `cmd:"" help:"forget what you did in the labs, and take the running stack back to its seed"`
}

func (c labCommand) run(ctx context.Context, command string, stdin io.Reader, stdout, stderr io.Writer) error {
	switch words := strings.Fields(command); words[1] {
	case "show":
		return c.Show.run(stdout)
	case "hint":
		return c.Hint.run(stdout)
	case "run":
		return c.Run.run(ctx, stdin, stdout, stderr)
	case "matrix":
		return c.Matrix.run(ctx, stdout, stderr)
	case "check":
		return c.Check.run(stdout)
	case "reset":
		return c.Reset.run(ctx, stdout)
	}
	return c.List.run(stdout)
}

// lines are the flags of the commands that write lines of text.
type lines struct {
	ASCII bool `help:"only characters of ASCII"`
	Width int  `default:"80" help:"columns"`
}

func (l lines) flags() textFlags { return textFlags{ASCII: l.ASCII, Width: l.Width} }

type labList struct{ lines }

func (c labList) run(w io.Writer) error {
	done, err := progress.Load()
	if err != nil {
		return err
	}
	return text.List(w, c.flags().terminal(w), labs.All(), done)
}

type labShow struct {
	lines
	Lab      string `arg:"" help:"number or name, such as 03 or stolen-code"`
	Solution bool   `help:"the solution, instead of the rest"`
}

func (c labShow) run(w io.Writer) error {
	l, err := labs.Find(c.Lab)
	if err != nil {
		return err
	}
	t := c.flags().terminal(w)
	if c.Solution {
		_, err = io.WriteString(w, text.Markdown(t, l.Section("Solution")))
		return err
	}
	end := fmt.Sprintf("Hints: `quartet lab hint %s`. Solution: `quartet lab show %s --solution`.", l.ID, l.ID)
	_, err = fmt.Fprintf(w, "%s\n%s\n", text.Markdown(t, l.Without("Hints", "Solution")), t.Wrap("", end))
	return err
}

type labHint struct {
	lines
	Lab    string `arg:"" help:"number or name, such as 03 or stolen-code"`
	Number int    `arg:"" optional:"" help:"1 is the vaguest; the default is the one after the last that you read"`
}

func (c labHint) run(w io.Writer) error {
	l, err := labs.Find(c.Lab)
	if err != nil {
		return err
	}
	done, err := progress.Load()
	if err != nil {
		return err
	}
	number := c.Number
	if number == 0 {
		number = min(done.Hints[l.ID]+1, lab.Hints)
	}
	hint := l.Hint(number)
	if hint == "" {
		return fmt.Errorf("lab %s has the hints 1 to %d", l.Number(), lab.Hints)
	}
	done.Hints[l.ID] = max(done.Hints[l.ID], number)
	t := c.flags().terminal(w)
	_, err = fmt.Fprintf(w, "%s\n%s", t.Paint("1", fmt.Sprintf("Hint %d of %d", number, lab.Hints)), text.Markdown(t, hint))
	return errors.Join(err, done.Save())
}

// notMade writes why a run could not be made.
func notMade(stderr io.Writer, err error) error {
	_, _ = fmt.Fprintln(stderr, "quartet:", printable(err))
	return report.ErrNotMade
}
