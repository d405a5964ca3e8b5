package clientcheck

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// scenario is a defence with the attacks that test it.
type scenario struct {
	report.Defence
	needs  []need
	advice func(*checker) bool // reports whether the defence is only advice for this client; nil: as in Defence
	// try makes the attacks, and returns one line for each that succeeded. The error skip means that the
	// defence does not apply after all.
	try func(context.Context, *checker) (seen []string, err error)
}

// need is a condition for a defence to apply, with the reason for a report where it does not hold.
type need struct {
	holds  func(*checker) bool
	reason string
}

// skip is the reason why an attack was not made.
type skip string

func (s skip) Error() string { return string(s) }

// run makes the attacks of a scenario.
func (s scenario) run(ctx context.Context, c *checker) report.Result {
	for _, n := range s.needs {
		if !n.holds(c) {
			return s.Skipped(n.reason)
		}
	}
	if s.advice != nil {
		s.Advice = s.advice(c)
	}
	seen, err := s.try(ctx, c)
	if reason := skip(""); errors.As(err, &reason) {
		return s.Skipped(string(reason))
	}
	if err != nil && len(seen) == 0 {
		return s.Unknown(err)
	}
	return s.Judge(seen...)
}

// variant is one attack of a scenario: a provider that misbehaves in one respect.
type variant struct {
	name    string
	conduct hostile.Conduct
}

// errNotReached is the error if the client refused before it could have noticed the attack.
var errNotReached = errors.New("the client refused before it had received what is wrong, so this says nothing about the defence")

// refuses returns a try for attacks that succeed if the client signs the user in. A variant may depend on
// the provider and on the client.
func refuses(variants func(*checker) []variant) func(context.Context, *checker) ([]string, error) {
	return func(ctx context.Context, c *checker) (seen []string, err error) {
		var errs []error
		all := variants(c)
		if len(all) == 0 {
			return nil, skip("The client does not check these claims at all, see the other results.")
		}
		for _, v := range all {
			a, err := c.signIn(ctx, v.conduct)
			switch {
			case err != nil:
				errs = append(errs, fmt.Errorf("%s: %w", v.name, err))
			case a.signedIn():
				seen = append(seen, v.name+": the client signed the user in")
			case !c.provider.Applied():
				errs = append(errs, fmt.Errorf("%s: %w", v.name, errNotReached))
			}
		}
		return seen, errors.Join(errs...)
	}
}

// fixed is for variants that depend on nothing.
func fixed(variants ...variant) func(*checker) []variant {
	return func(*checker) []variant { return variants }
}

// Defences returns all defences, in the order of a run.
func Defences() []report.Defence {
	var all []report.Defence
	for _, s := range scenarios() {
		all = append(all, s.Defence)
	}
	return all
}

func scenarios() []scenario {
	return slices.Concat(keyScenarios, responseScenarios, responsePageScenarios, pkceScenarios, claimScenarios, nonceScenarios, signatureScenarios,
		tokenScenarios, userinfoScenarios, pageScenarios, sessionScenarios, returnScenarios, dpopScenarios, lastScenarios)
}
