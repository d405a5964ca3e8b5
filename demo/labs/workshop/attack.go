package workshop

import (
	"context"
	"errors"
	"time"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
	"quartet.example/demo/labs/progress"
	"quartet.example/demo/labs/text"
	"quartet.example/inspector/workshop"
	"quartet.example/shared/trace"
)

const (
	runTime   = time.Minute // of one attack on a busy machine
	flushTime = 3 * time.Second
)

// Attack implements workshop.Workshop. It waits until an attack that runs already has ended.
func (w *Workshop) Attack(ctx context.Context, name, slug, target string) (o workshop.Outcome, err error) {
	l, err := labs.Find(name)
	if err != nil {
		return o, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), runTime) // a page that is closed does not end an attack half way
	defer cancel()
	select {
	case w.busy <- struct{}{}:
		defer func() { <-w.busy }()
	case <-ctx.Done():
		return o, ctx.Err()
	}
	sink := trace.InspectorSink(w.inspector, w.client())
	r, err := attack(ctx, l, slug, target, lab.Options{Sink: sink})
	flush, stop := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer stop()
	if err := errors.Join(err, sink.Close(flush)); err != nil {
		return o, err
	}
	return outcome(r), progress.Note(r)
}

func attack(ctx context.Context, l *lab.Lab, slug, target string, o lab.Options) (lab.Result, error) {
	if len(l.Attacks) == 0 {
		return lab.Walk(ctx, l, o)
	}
	attacks, err := labs.Attacks(l, slug)
	if err != nil {
		return lab.Result{}, err
	}
	targets, err := labs.Targets(attacks[0], target)
	if err != nil {
		return lab.Result{}, err
	}
	return lab.Run(ctx, l, attacks[0], targets[0], o)
}

func outcome(r lab.Result) workshop.Outcome {
	o := workshop.Outcome{
		Attack: r.Attack.Slug, Target: r.Target.String(), Succeeded: r.Leaked, Text: r.Outcome(), Victim: text.Victim(r), Run: r.Run.Run,
	}
	for _, step := range r.Steps {
		o.Steps = append(o.Steps, step.String())
	}
	if err := r.Verdict(); err != nil {
		o.Problem = err.Error()
	}
	return o
}
