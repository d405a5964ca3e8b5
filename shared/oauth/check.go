package oauth

import "context"

// Check is one named rule: a defence with an identity. Each check has a single
// definition in the checks.go of its service; `make docs` lists them all in
// docs/defences.md. The zero Check is not usable.
type Check struct {
	ID         string // stable, dotted: as.pkce.verifier
	Spec       string // "RFC 7636 §4.6"
	Error      Code   // what the client is told
	Meaning    string // what holds when the check passes, in plain words
	Refusal    string // error_description when it fails: ASCII, no quotes
	Stops      string // the attack or mistake that dies here
	Suspicious bool   // a failure looks like an attack: log it as a warning
}

// Result is what a check reports to the observer of its context.
type Result struct {
	Check  *Check
	Passed bool
	Why    string // the cause of the failure; never a secret
}

// Observer hears of every check that runs in its context. It must not block.
type Observer func(Result)

type observerKey struct{}

// WithObserver returns a context whose checks report to o.
func WithObserver(ctx context.Context, o Observer) context.Context {
	return context.WithValue(ctx, observerKey{}, o)
}

// AlsoObserve is WithObserver, and the observer that ctx had before goes on to hear
// of every check.
func AlsoObserve(ctx context.Context, o Observer) context.Context {
	before, ok := ctx.Value(observerKey{}).(Observer)
	if !ok {
		return WithObserver(ctx, o)
	}
	return WithObserver(ctx, func(r Result) { before(r); o(r) })
}

// Require returns nil if ok, else the check's *Error.
func (c *Check) Require(ctx context.Context, ok bool) error {
	if !ok {
		return c.Fail(ctx, nil)
	}
	c.report(ctx, true, "")
	return nil
}

// RequireNil returns nil if err is nil, else the check's *Error because of err.
func (c *Check) RequireNil(ctx context.Context, err error) error {
	if err != nil {
		return c.Fail(ctx, err)
	}
	c.report(ctx, true, "")
	return nil
}

// Fail reports a failed check and returns its error. The cause may be nil; its
// text goes to the log and to the inspector, so it must not hold a secret.
func (c *Check) Fail(ctx context.Context, cause error) *Error {
	why := c.Refusal
	if cause != nil {
		why = cause.Error()
	}
	c.report(ctx, false, why)
	return &Error{Code: c.Error, Description: c.Refusal, Check: c, Suspicious: c.Suspicious, cause: cause}
}

func (c *Check) report(ctx context.Context, passed bool, why string) {
	if observe, ok := ctx.Value(observerKey{}).(Observer); ok {
		observe(Result{Check: c, Passed: passed, Why: why})
	}
}
