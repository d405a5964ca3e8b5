package presenting_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	stolencode "quartet.example/demo/labs/03-stolen-code"
	"quartet.example/demo/labs/lab"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// person is the user in front of the browser, who does what the notes of the script say.
type person struct {
	t *testing.T
	s *rig.Stack
	b *browser.Browser
}

func (p *person) signIn() { p.b = p.s.SignIn(p.t) }

func (p *person) readNotes() {
	p.t.Helper()
	p.b.Open(p.s.Client + "/")
	if got := p.b.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusOK {
		p.t.Fatalf("got %d for the notes", got)
	}
}

// clock moves the clock of all services, as the button of the player does.
func (p *person) clock(by string) {
	p.t.Helper()
	b := browser.New(p.t).Open(p.s.Inspector + "/")
	if b.Post(p.s.Inspector+"/clock", url.Values{"forward": {by}}); b.Status() != http.StatusOK {
		p.t.Fatalf("the clock: got %d", b.Status())
	}
}

// attack runs lab 3 in this process, and sends its messages to the inspector.
func (p *person) attack(target lab.Target) {
	p.t.Helper()
	result, err := lab.Run(p.t.Context(), &stolencode.Lab, &stolencode.Lab.Attacks[0], target, lab.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	run := trace.StartLab(trace.Lab{ID: stolencode.Lab.ID, Name: stolencode.Lab.Title, Target: target.String()}, trace.InspectorSink(p.s.Inspector, nil), time.Now)
	run.Add(result.Events...)
	if err := run.Close(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// flows waits until the inspector has recorded count flows with these titles, and returns them, the first
// title first.
func (p *person) flows(titles ...string) []flow.Flow {
	p.t.Helper()
	var found []flow.Flow
	waittest.Until(p.t, "the flows are recorded", func() bool {
		found = nil
		events, err := trace.Recent(p.t.Context(), p.s.Redis, 20_000)
		if err != nil {
			p.t.Fatal(err)
		}
		book := flow.NewBook(5000)
		for _, e := range events {
			book.Add(e)
		}
		for _, title := range titles {
			for _, f := range book.Flows() {
				if f.Title() == title && done(f) {
					found = append(found, f)
					break
				}
			}
		}
		return len(found) == len(titles)
	})
	return found
}

func done(f flow.Flow) bool {
	for _, h := range f.Hops {
		if !h.Done() {
			return false
		}
	}
	return true
}

// lines returns the flows as one file, the oldest first.
func lines(t *testing.T, flows []flow.Flow) []byte {
	t.Helper()
	var all []byte
	for _, f := range flows {
		body, err := flowfile.JSONL(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, body...)
	}
	return all
}
