package presenting_test

import (
	"fmt"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// A key in one window moves the other one, whichever of both has the focus: the clicker is the speaker's.
func TestBrowserMovesBothWindowsTogether(t *testing.T) {
	s, audience := rig.Start(t), chromium.Start(t)
	open(t, s, audience, "five-minutes")
	notes := audience.Tab()
	notes.Open(s.Inspector + "/present/five-minutes?notes")
	notes.Await(`html[data-ready]`)
	for _, press := range []struct {
		in   *chromium.Browser
		key  string
		step int
	}{{notes, chromium.PageDown, 2}, {audience, chromium.PageDown, 3}, {notes, chromium.PageUp, 2}, {audience, " ", 3}} {
		press.in.Press(press.key)
		for _, window := range []*chromium.Browser{audience, notes} {
			window.Await(fmt.Sprintf(`[data-window][data-step="%d"]`, press.step))
		}
	}
	notes.Press("b")
	audience.Await(`html[data-blank]`)
	if got := notes.Evaluate(`String("blank" in document.documentElement.dataset)`); got != "false" {
		t.Error("the notes are black too")
	}
	late := audience.Tab() // notes that are opened in the middle of a talk
	late.Open(s.Inspector + "/present/five-minutes?notes")
	late.Await(`[data-window="notes"][data-step="3"]`)
	for _, window := range []*chromium.Browser{audience, notes, late} {
		for _, problem := range window.Problems() {
			t.Errorf("console: %s", problem)
		}
	}
}

// timers keeps what a page wants to do later, so that a test is its clock: each is a delay and a function.
const timers = `(() => {
	const later = [], real = window.setTimeout;
	window.setTimeout = (run, delay, ...more) => delay < 3000 ? real(run, delay, ...more) : -later.push({ run, delay });
	window.passTime = () => { const due = later.pop(); due?.run(); return String(due?.delay ?? "nothing"); };
})()`

// A message that does not come in the time of its step is one of the recording, and the next step that does something
// is live again.
func TestBrowserGoesOnFromTheRecordingWhenAMessageIsLate(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Before(timers)
	open(t, s, b, "five-minutes?step=5")
	b.Await(at(5, "waiting"))
	if got := b.Evaluate(`passTime()`); got != "60000" {
		t.Fatalf("the player waits %s ms, want the 60 seconds of the step", got)
	}
	b.Await(at(5, "recorded"))
	b.AwaitText(".source", "recorded")
	for _, next := range []string{at(6, "recorded"), at(7, "recorded"), at(8, "waiting")} { // step 8 opens the app
		b.Press(" ")
		b.Await(next)
	}
}

// A step whose service does not answer is one of the recording, without a wait.
func TestBrowserGoesOnFromTheRecordingWhenTheInspectorStops(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	open(t, s, b, "five-minutes")
	b.Offline(true)
	b.Press(chromium.PageDown)
	b.Await(at(2, "recorded"))
	b.AwaitText(".source", "recorded")
	b.Forget() // the requests that failed
}
