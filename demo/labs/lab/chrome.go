package lab

import (
	"time"

	"quartet.example/demo/labs/chrome"
)

// Chrome starts a real browser for the victim. It ends with the scene. The error is chrome.ErrNone if there
// is none on this machine.
func (s *Scene) Chrome() (*chrome.Browser, error) {
	b, err := chrome.Start(s.ctx)
	if err == nil {
		s.ends = append(s.ends, b.Close)
	}
	return b, err
}

// SignInWith signs the victim in with a real browser at the page of the client that an address leads to, and
// waits until the selector finds something on it.
func (s *Scene) SignInWith(b *chrome.Browser, address, selector string) error {
	steps := []func() error{
		func() error { return b.Open(address) },
		func() error { return b.Type(`input[name="username"]`, victimName) },
		func() error { return b.Type(`input[name="password"]`, victimPassword+"\r") },
	}
	if s.Stack != nil || s.Careless.Consent {
		steps = append(steps, func() error { return b.Click(`button[value="allow"]`) })
	}
	for _, step := range append(steps, func() error { return b.Await(selector) }) {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

const lookEvery = 10 * time.Millisecond

// AwaitRefusalOr waits until a condition is true or a check has failed, at most 10 seconds: a real browser
// does not tell the attacker what became of an attack. It returns whether the condition is true.
func (s *Scene) AwaitRefusalOr(done func() bool) bool {
	for end := time.Now().Add(settleTime); time.Now().Before(end) && s.ctx.Err() == nil; time.Sleep(lookEvery) {
		if done() {
			return true
		}
		if len(refusals(s.record.Events())) > 0 {
			break
		}
	}
	return done()
}
