package lab

import (
	"context"
	"errors"
	"time"

	"quartet.example/shared/trace"
)

// Options are the settings of Run.
type Options struct {
	Step func(Step) // is called before each step; nil: nothing is

	// Sink also gets the messages of the attack, while they are sent; nil: only the Result has them. Run does
	// not close it.
	Sink trace.Sink
}

// Run makes an attack on a target, and then lets the victim do what the attack was about. The error says
// why that could not be tried; how the attack ended is in the Result. Use Result.Verdict to judge it.
func Run(ctx context.Context, l *Lab, a *Attack, t Target, o Options) (Result, error) {
	began := time.Now()
	r := Result{Lab: l, Attack: a, Target: t}
	s, err := open(ctx, l, a, t, o)
	if err != nil {
		return r, err
	}
	r.Secrets = s.secrets()
	s.settle()
	before := len(s.record.Events()) // what the programs said to each other when they started
	s.record.passing.Store(true)
	r.Run, r.Ended = s.record.run, a.Run(s)
	s.settle()
	s.record.passing.Store(false)
	r.Events = s.record.Events()[before:]
	r.Refusals = refusals(r.Events)
	if r.Leaked, err = s.succeeded(a); err != nil {
		return r, errors.Join(err, s.Close())
	}
	if a.DiesAt(t) != "" {
		r.Honest = l.honest(s)
	}
	s.settle()
	r.Steps, r.After, r.Took = s.steps, s.record.Events()[before+len(r.Events):], time.Since(began)
	return r, s.Close()
}

// Walk runs a lab without an attack: the victim signs in and reads the notes on the reference.
func Walk(ctx context.Context, l *Lab, o Options) (Result, error) {
	return Run(ctx, l, &Attack{Title: l.Title, Run: func(s *Scene) error { return l.honest(s) }}, Reference, o)
}

func (l *Lab) honest(s *Scene) error {
	if l.Honest != nil {
		return l.Honest(s)
	}
	return s.ReadOwnNotes()
}

const settleEvery = time.Millisecond

// settle waits until each message that began has ended in the recording, at most 10 seconds: a server
// records a message after the response was sent.
func (s *Scene) settle() {
	ctx, cancel := context.WithTimeout(s.ctx, settleTime)
	defer cancel()
	for ctx.Err() == nil && isOpen(s.record.Events()) {
		time.Sleep(settleEvery)
	}
}

func isOpen(events []trace.Event) bool {
	open := 0
	for _, e := range events {
		switch e.Kind { //nolint:exhaustive // the others neither begin nor end a message
		case trace.Request:
			open++
		case trace.Response, trace.Failure:
			open--
		}
	}
	return open > 0
}
