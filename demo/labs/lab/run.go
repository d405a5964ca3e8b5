package lab

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/trace"
)

// Options are the settings of Run.
type Options struct {
	Step func(Step) // is called before each step; nil: nothing is
}

// Run makes an attack on a target, and then lets the victim do what the attack was about. The error says
// why that could not be tried; how the attack ended is in the Result. Use Result.Verdict to judge it.
func Run(ctx context.Context, l *Lab, a *Attack, t Target, o Options) (Result, error) {
	began := time.Now()
	r := Result{Lab: l, Attack: a, Target: t}
	s, err := open(ctx, l, t)
	if err != nil {
		return r, err
	}
	s.step = o.Step
	s.settle()
	before := len(s.record.Events()) // what the programs said to each other when they started
	r.Ended = a.Run(s)
	s.settle()
	r.Events = s.record.Events()[before:]
	r.Leaked, r.Refusals = s.oracle.leaked.Load(), refusals(r.Events)
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

// ReadOwnNotes signs the victim in at the client with a new browser, and reads the notes. It returns an
// error unless the canary is among them.
func (s *Scene) ReadOwnNotes() error {
	b := s.browser(victimName, victimPassword, false)
	if err := b.SignIn(s.Client + "/login"); err != nil {
		return err
	}
	notes, err := b.Call(http.MethodGet, s.Client+"/api/notes", "")
	if err != nil {
		return err
	}
	if !strings.Contains(notes.Body, s.oracle.canary) {
		return fmt.Errorf("after %s the client answered %d without the victim's note: %s", b.At, notes.Status, notes.Body)
	}
	return nil
}

// Canary is the text that only the victim may see, for labs in which the victim writes it. An attack must
// not send it by itself.
func (s *Scene) Canary() string { return s.oracle.canary }

// WriteNote adds a note with the canary, as a script on the client's page in the browser does.
func (s *Scene) WriteNote(b *Browser) error {
	body, err := json.Marshal(map[string]string{"text": s.oracle.canary})
	if err != nil {
		return err
	}
	resp, err := b.Call(http.MethodPost, s.Client+"/api/notes", string(body))
	if err != nil {
		return err
	}
	return resp.Refused()
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
		switch e.Kind {
		case trace.Request:
			open++
		case trace.Response, trace.Failure:
			open--
		}
	}
	return open > 0
}
