package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/demo/labs/text"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/flowview"
)

type labRun struct {
	textFlags
	Lab    string `arg:"" help:"number or name, such as 03 or stolen-code"`
	Target string `default:"naive" help:"naive, naive+CHECK with one defence, reference, or all"`
	Attack string `placeholder:"SLUG" help:"one of the attacks of the lab; the default is each of them"`
	Step   bool   `help:"wait for Enter before each step"`
	JSON   bool   `help:"the outcomes as JSON"`
	Save   string `placeholder:"FILE" help:"also write the messages to a file that does not exist yet, for quartet open; its name ends in .jsonl"`
}

// errNotAsSaid is the error of a run that did not end as its lab says, after it was written.
var errNotAsSaid = errors.New("the attack did not end as the lab says")

// run makes the attacks. It returns errNotAsSaid if one did not end as the lab says, and report.ErrNotMade if one
// could not be made.
func (c labRun) run(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer) error {
	l, err := labs.Find(c.Lab)
	if err = errors.Join(err, c.validate(stdin)); err != nil {
		return notMade(stderr, err)
	}
	all, err := c.attempts(l)
	if err != nil {
		return notMade(stderr, err)
	}
	r := &labRunner{labRun: c, t: c.terminal(stdout), keys: &keyboard{in: stdin}, out: stdout, runs: []text.Run{}}
	if r.inspector, err = c.running(ctx); err != nil {
		return notMade(stderr, err)
	}
	if c.JSON {
		r.out = io.Discard
	}
	for _, one := range all {
		if err := ctx.Err(); err != nil {
			return notMade(stderr, err)
		}
		if err := r.make(ctx, l, one); err != nil {
			return notMade(stderr, err)
		}
	}
	if err := r.save(); err != nil {
		return notMade(stderr, err)
	}
	if err := r.finish(stdout, l); err != nil {
		return err
	}
	return r.verdict
}

// validate returns what is wrong with the flags.
func (c labRun) validate(stdin io.Reader) error {
	switch {
	case c.Step && c.JSON:
		return errors.New("--json writes no steps: leave --step out")
	case c.Step && !isKeyboard(stdin):
		return errNoKeyboard
	}
	return nil
}

// attempt is an attack on a target.
type attempt struct {
	attack *lab.Attack
	target lab.Target
}

// attempts returns what the flags say. A lab without attacks has one run, on the reference.
func (c labRun) attempts(l *lab.Lab) ([]attempt, error) {
	if len(l.Attacks) == 0 {
		return []attempt{{nil, lab.Reference}}, nil
	}
	attacks, err := labs.Attacks(l, c.Attack)
	if err != nil {
		return nil, err
	}
	var all []attempt
	for _, a := range attacks {
		targets, err := labs.Targets(a, c.Target)
		if err != nil {
			return nil, err
		}
		for _, t := range targets {
			all = append(all, attempt{a, t})
		}
	}
	return all, nil
}

// labRunner makes attacks, and keeps their outcomes.
type labRunner struct {
	labRun
	t       flowview.Terminal
	keys    *keyboard
	out     io.Writer
	runs    []text.Run
	verdict error

	inspector recorded // the running inspector; without an address if there is none
	saved     bytes.Buffer
}

func (r *labRunner) make(ctx context.Context, l *lab.Lab, one attempt) error {
	if len(r.runs) > 0 {
		_, _ = fmt.Fprintln(r.out)
	}
	if one.attack == nil {
		one.attack = &lab.Attack{}
	}
	if err := text.Heading(r.out, r.t, l, one.attack, one.target); err != nil {
		return err
	}
	result, err := r.recorded(ctx, l, one)
	if err != nil {
		return err
	}
	r.runs = append(r.runs, text.NewRun(result))
	if result.Verdict() != nil {
		r.verdict = errNotAsSaid
	}
	if err := errors.Join(text.Result(r.out, r.t, result), progress.Note(result)); err != nil {
		return err
	}
	if r.inspector.address != "" {
		_, _ = fmt.Fprintf(r.out, "In the inspector: %s/runs/%s\n", r.inspector.address, result.Run.Run)
	}
	lines, err := flowfile.JSONL(text.Flow(result.Events))
	r.saved.Write(lines)
	return err
}

func (o attempt) run(ctx context.Context, l *lab.Lab, options lab.Options) (lab.Result, error) {
	if len(l.Attacks) == 0 {
		return lab.Walk(ctx, l, options)
	}
	return lab.Run(ctx, l, o.attack, o.target, options)
}

// step writes a step, and waits for Enter if it should, until ctx ends.
func (r *labRunner) step(ctx context.Context, s lab.Step) {
	_, _ = fmt.Fprint(r.out, text.Step(r.t, s))
	if r.Step {
		_, _ = r.keys.line(ctx) // when the input has ended, the run goes on without waiting
		return
	}
	_, _ = fmt.Fprintln(r.out)
}

// finish writes the outcomes as JSON, or else what to do next.
func (r *labRunner) finish(stdout io.Writer, l *lab.Lab) error {
	if r.JSON {
		return text.WriteJSON(stdout, r.runs)
	}
	done, err := progress.Load()
	if err != nil {
		return err
	}
	return text.Next(stdout, r.t, l, done, r.inspector.address != "")
}
