package oauth_test

import (
	"context"
	"fmt"

	"quartet.example/shared/oauth"
)

func ExampleParseScope() {
	scope, err := oauth.ParseScope("notes:read notes:write")
	fmt.Println(scope.Has("notes:read"), scope.Intersect(oauth.Scope{"notes:read"}), err)
	// Output: true notes:read <nil>
}

// The values are those of RFC 7636 Appendix B.
func ExampleChallengeOf() {
	fmt.Println(oauth.ChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
	// Output: E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
}

// An observer hears which check passed or failed.
func ExampleWithObserver() {
	check := &oauth.Check{ID: "example.amount", Error: oauth.InvalidRequest, Meaning: "the amount is positive"}
	ctx := oauth.WithObserver(context.Background(), func(r oauth.Result) { fmt.Println(r.Check.ID, r.Passed) })
	err := check.Require(ctx, false)
	fmt.Println(err != nil)
	// Output:
	// example.amount false
	// true
}
