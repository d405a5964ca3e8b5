package token

import (
	"context"
	"errors"
	"slices"

	"quartet.example/shared/oauth"
)

// rule is a check that a script applies, and the error by which the store says
// that it failed.
type rule struct {
	check  *oauth.Check
	broken error
}

// decided reports the rules that one script has applied, in the order of the
// script: each that passed, then the one that err breaks, whose refusal it
// returns. Any other error is a failure of the store and returned as it is: then
// no rule was applied.
func decided(ctx context.Context, err error, rules ...rule) error {
	if err != nil && !slices.ContainsFunc(rules, func(r rule) bool { return errors.Is(err, r.broken) }) {
		return err
	}
	for _, r := range rules {
		if errors.Is(err, r.broken) {
			return r.check.Fail(ctx, err)
		}
		if err := r.check.Require(ctx, true); err != nil {
			return err
		}
	}
	return nil
}
