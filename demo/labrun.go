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
	if err = r.makeAll(ctx, l, all); err == nil {
		err = r.save()
	}
	if err != nil {
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

// made is what became of an attempt.
type made struct {
	result lab.Result
	err    error
}

// makeAll makes the attempts two at a time, and writes them in their order. With --step it makes one after another,
// and writes each step before it is made.
func (r *labRunner) makeAll(ctx context.Context, l *lab.Lab, all []attempt) error {
	if r.Step {
		for _, one := range all {
			if err := r.makeByStep(ctx, l, one); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
	return lab.InOrder(ctx, len(all), func(ctx context.Context, i int) made {
		result, err := r.recorded(ctx, l, all[i], nil)
		return made{result, err}
	}, func(i int, m made) error {
		err := r.heading(l, all[i])
		for _, step := range m.result.Steps {
			_, _ = fmt.Fprintln(r.out, text.Step(r.t, step))
		}
		return errors.Join(err, r.end(m))
	})
}

// makeByStep makes an attempt, and waits for Enter after each step.
func (r *labRunner) makeByStep(ctx context.Context, l *lab.Lab, one attempt) error {
	if err := errors.Join(ctx.Err(), r.heading(l, one)); err != nil {
		return err
	}
	result, err := r.recorded(ctx, l, one, func(s lab.Step) {
		_, _ = fmt.Fprint(r.out, text.Step(r.t, s))
		_, _ = r.keys.line(ctx) // when the input has ended, the run goes on without waiting
	})
	return r.end(made{result, err})
}

// heading writes what is attacked, after an empty line unless it is the first.
func (r *labRunner) heading(l *lab.Lab, one attempt) error {
	if len(r.runs) > 0 {
		_, _ = fmt.Fprintln(r.out)
	}
	a := one.attack
	if a == nil {
		a = &lab.Attack{}
	}
	return text.Heading(r.out, r.t, l, a, one.target)
}

// end writes and keeps what became of an attempt.
func (r *labRunner) end(m made) error {
	if m.err != nil {
		return m.err
	}
	r.runs = append(r.runs, text.NewRun(m.result))
	if m.result.Verdict() != nil {
		r.verdict = errNotAsSaid
	}
	if err := errors.Join(text.Result(r.out, r.t, m.result), progress.Note(m.result)); err != nil {
		return err
	}
	if r.inspector.address != "" {
		_, _ = fmt.Fprintf(r.out, "In the inspector: %s/runs/%s\n", r.inspector.address, m.result.Run.Run)
	}
	lines, err := flowfile.JSONL(text.Flow(m.result.Events))
	r.saved.Write(lines)
	return err
}

func (o attempt) run(ctx context.Context, l *lab.Lab, options lab.Options) (lab.Result, error) {
	if len(l.Attacks) == 0 {
		return lab.Walk(ctx, l, options)
	}
	return lab.Run(ctx, l, o.attack, o.target, options)
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
