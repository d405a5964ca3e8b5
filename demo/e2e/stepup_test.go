package e2e_test

import (
	"testing"
	"time"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
)

// TestBrowserStepUp deletes a note long after signing in, with and without scripts: the user has
// to sign in again, comes back, and can delete the note (RFC 9470).
func TestBrowserStepUp(t *testing.T) {
	s, b := rig.Start(t, rig.With(func(s *stack.Settings) { s.Resourceserver.DeleteMaxAge = time.Minute })), chromium.Start(t)
	const (
		password = `input[name="password"]`
		signIn   = `button[value="sign-in"]`
		toSignIn = `#problem a[href^="/login?step_up="]`
		note     = `#notes li`
	)
	alice := func(then string) {
		b.Type(`input[name="username"]`, "alice")
		b.Type(password, "wonderland")
		b.Click(signIn, then)
	}
	b.Open(s.Client + "/login")
	alice(allow)
	b.Click(allow, signOut)
	b.Type("#text", "of an old sign-in")
	b.Click("#add button", note)

	s.Clock.Forward(2 * time.Minute)
	b.Type("#text", "typed, not sent")
	b.Click(note+" button", toSignIn)
	b.Picture("client-step-up", chromium.Everywhere)
	b.Forget() // Chromium reports the 401 in its console
	b.Click(toSignIn, password)
	alice(note)
	if got := b.Evaluate(`document.getElementById("text").value`); got != "typed, not sent" {
		t.Errorf("got %q in the field, want what was typed", got)
	}
	b.Click(note+" button", "#empty:not([hidden])")
	noProblems(t, s, b)

	b.Type("#text", "without scripts")
	b.Click("#add button", note)
	s.Clock.Forward(2 * time.Minute)
	b.Evaluate(`document.querySelector("#notes form").submit(); ""`) // as a browser without scripts does
	b.Await(password)
	alice(note)
	b.Evaluate(`document.querySelector("#notes form").submit(); ""`)
	b.Await("#empty:not([hidden])")
	noProblems(t, s, b)
}
