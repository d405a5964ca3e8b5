package oauth

import (
	"context"
	"errors"
	"slices"
)

// Rule is a check that is decided by a Lua script or a parser, with the errors that mean that the
// check failed. Check.FailsOn makes a Rule.
type Rule struct {
	check  *Check
	broken []error
}

// FailsOn returns a Rule: the check has failed if the script or parser returned one of these errors.
func (c *Check) FailsOn(broken ...error) Rule { return Rule{c, broken} }

// Check returns the check of the rule.
func (r Rule) Check() *Check { return r.check }

func (r Rule) brokenBy(err error) bool {
	return slices.ContainsFunc(r.broken, func(broken error) bool { return errors.Is(err, broken) })
}

// Decided reports what a script or a parser has decided. The rules are in the order
// in which it applies them. Decided reports each rule that passed and then the one
// that err breaks, and returns the refusal of that one. If err is nil, all rules have
// passed. Any other err means that nothing was decided, for example because the
// store cannot be reached: Decided returns it as it is, and reports nothing.
func Decided(ctx context.Context, err error, rules []Rule) error {
	passed, refused := rules, (*Check)(nil)
	if err != nil {
		at := slices.IndexFunc(rules, func(r Rule) bool { return r.brokenBy(err) })
		if at < 0 {
			return err
		}
		passed, refused = rules[:at], rules[at].check
	}
	if observe, ok := ctx.Value(observerKey{}).(Observer); ok {
		for _, r := range passed {
			observe(Result{Check: r.check, Passed: true})
		}
	}
	if refused != nil {
		return refused.Fail(ctx, err)
	}
	return nil
}
