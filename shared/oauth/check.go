package oauth

import "context"

// Check is one security rule with an id. Its Go name is its ID in Go's spelling. Its Require and
// Fail methods return the error to send, and report the outcome to the log and the inspector.
// `make docs` lists all checks in docs/defences.md. The zero Check is not usable.
type Check struct {
	ID         string // for example as.pkce.verifier; never changes once published
	Spec       string // the section that demands it, for example "RFC 7636 §4.6"
	Error      Code   // the error code that the client receives
	Status     int    // the HTTP status of the refusal; 0 means the one of Error
	Meaning    string // completes "This check makes sure that ..."
	Refusal    string // error_description when it fails: printable ASCII without quotes
	Stops      string // the attack or mistake that it prevents
	Suspicious bool   // a failure looks like an attack, so it is logged as a warning

	// Decisive names the attacks that this check stops by itself, whatever the other checks of the
	// message say, separated by ", ". It is "" for a check that supports others, or that stops
	// mistakes. demo/archtest/decisive_test.go has the list of names.
	Decisive string
}

// In returns the check under an id of the service, as for example, for a rule that several services
// have and that is declared once.
func (c Check) In(service string) Check {
	c.ID = service + "." + c.ID
	return c
}

// Result is the outcome of one check, as an Observer receives it.
type Result struct {
	Check  *Check
	Passed bool
	Why    string // the cause of the failure, for the log and the inspector; never a secret
}

// Observer is called for every check that runs in its context, passed or failed. It must not
// block.
type Observer func(Result)

type observerKey struct{}

// WithObserver returns a context whose checks report to o, and to no earlier observer.
func WithObserver(ctx context.Context, o Observer) context.Context {
	return context.WithValue(ctx, observerKey{}, o)
}

// Require reports the check as passed and returns nil if ok is true. Otherwise it reports it as
// failed and returns an *Error.
func (c *Check) Require(ctx context.Context, ok bool) error {
	if !ok {
		return c.Fail(ctx, nil)
	}
	c.Pass(ctx)
	return nil
}

// RequireComparing is Require, and adds the mismatch to the error.
func (c *Check) RequireComparing(ctx context.Context, ok bool, mismatch func() Mismatch) error {
	if !ok {
		return c.Fail(ctx, nil).Comparing(mismatch())
	}
	c.Pass(ctx)
	return nil
}

// RequireNil reports the check as passed and returns nil if err is nil. Otherwise it reports it as
// failed and returns an *Error whose cause is err.
func (c *Check) RequireNil(ctx context.Context, err error) error {
	if err != nil {
		return c.Fail(ctx, err)
	}
	c.Pass(ctx)
	return nil
}

// Pass reports a check that passed. Most code calls Require, or Decided for what a script or a
// parser has decided. Pass is for code that needs the *Error of Fail, for example to add a challenge.
func (c *Check) Pass(ctx context.Context) { c.report(ctx, true, "") }

// Fail reports a failed check and returns its error. The cause may be nil. Its text goes to the
// log and to the inspector, so it must not contain a secret.
func (c *Check) Fail(ctx context.Context, cause error) *Error {
	why := c.Refusal
	if cause != nil {
		why = cause.Error()
	}
	c.report(ctx, false, why)
	return &Error{Code: c.Error, Description: c.Refusal, Check: c, Suspicious: c.Suspicious, status: c.Status, cause: cause}
}

func (c *Check) report(ctx context.Context, passed bool, why string) {
	Report(ctx, Result{Check: c, Passed: passed, Why: why})
}

// Report passes a result on to the observer of ctx, and a failure to its About, if there is one. It
// is for code that decides for several requests at once and then reports to each of them.
func Report(ctx context.Context, r Result) {
	if !r.Passed {
		AboutOf(ctx).refuse(r.Check.ID)
	}
	if observe, ok := ctx.Value(observerKey{}).(Observer); ok {
		observe(r)
	}
}
