package presenting_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/labs/lab"
	"quartet.example/inspector/present"
	"quartet.example/shared/waittest"
)

// does is what the notes of a step ask of the speaker, besides a key.
func (p *person) does(step present.Step) {
	switch {
	case step.Do.Open == "/login":
		p.signIn()
	case step.Do.Open != "":
		p.readNotes()
	case step.Do.Clock != "":
		waittest.Until(p.t, "the player moves the clock", func() bool { return p.s.Demo.Ahead() > 0 })
		p.readNotes()
	case step.Do.Target == "naive":
		p.attack(lab.Careless)
	case step.Do.Lab != "":
		p.attack(lab.Reference)
	}
}

// open opens the audience's window of a script, and waits until the player has its recording.
func open(t *testing.T, s *rig.Stack, b *chromium.Browser, name string) {
	t.Helper()
	b.Window(1920, 1080)
	b.Open(s.Inspector + "/present/" + name)
	b.Await(`html[data-ready][data-kept]`)
}

// at is the selector of a step whose message has come from that source.
func at(step int, source string) string {
	return fmt.Sprintf(`[data-window][data-step="%d"][data-state="%s"]`, step, source)
}

// Each script is played to its end by keys alone: live, with a person who signs in and runs the labs.
func TestBrowserPlaysEachScriptLive(t *testing.T) {
	each(t, func(t *testing.T, s *rig.Stack, b *chromium.Browser, script present.Script) {
		p := &person{t: t, s: s}
		open(t, s, b, script.Name)
		began := time.Now()
		for i, step := range script.Steps {
			if i > 0 {
				b.Press(" ")
				b.Await(fmt.Sprintf(`[data-window][data-step="%d"]`, i+1))
			}
			p.does(step)
			b.Await(at(i+1, "live"))
			if step.Thread != "" {
				b.Press("t")
				b.Await(`.slide .marked`)
				b.Press("t")
			}
			b.Picture(fmt.Sprintf("present-%s-%02d", script.Name, i+1), chromium.Projector)
		}
		t.Logf("%s: %s of machine time", script.Name, time.Since(began).Round(time.Millisecond))
	})
}

// Without services that answer, the talk goes on from the recording, which is said on each step. Not even
// the inspector is needed any more.
func TestBrowserPlaysEachScriptFromItsRecording(t *testing.T) {
	each(t, func(t *testing.T, s *rig.Stack, b *chromium.Browser, script present.Script) {
		open(t, s, b, script.Name)
		b.Press("r")
		b.Await(at(1, "recorded"))
		b.Offline(true)
		for i, step := range script.Steps {
			if i > 0 {
				b.Press(chromium.PageDown)
			}
			b.Await(fmt.Sprintf(`[data-window][data-step="%d"][data-state="recorded"]`, i+1))
			if step.Hop != nil {
				b.AwaitText(".source", "recorded")
			}
		}
		b.Forget() // the requests that failed
	})
}

// each runs a test for each built-in script on a stack of its own.
func each(t *testing.T, do func(*testing.T, *rig.Stack, *chromium.Browser, present.Script)) {
	t.Helper()
	scripts, err := present.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		t.Run(script.Name, func(t *testing.T) {
			s, b := rig.Start(t), chromium.Start(t)
			do(t, s, b, script)
			for _, problem := range b.Problems() {
				t.Errorf("console: %s", problem)
			}
		})
	}
}

// Between two talks all services are at their start: nobody is signed in, and nothing is recorded.
func TestBrowserResetsBetweenTwoTalks(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	p := &person{t: t, s: s}
	p.signIn()
	p.readNotes()
	open(t, s, b, "five-minutes")
	b.Press(" ")
	b.Await(`[data-window][data-step="2"]`)
	began := time.Now()
	b.Press("R")
	b.Await(`html[data-reset="done"]`)
	t.Logf("the reset took %s", time.Since(began).Round(time.Millisecond))
	b.Await(`[data-window][data-step="1"]`)
	if got := p.b.Fetch(http.MethodGet, "/api/notes", "").Status; got != http.StatusUnauthorized {
		t.Errorf("alice is still signed in: got %d", got)
	}
}
