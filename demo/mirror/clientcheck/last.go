package clientcheck

import (
	"context"
	"errors"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// lastScenarios make sure that the results mean something.
var lastScenarios = []scenario{{
	Defence: report.Defence{
		ID: "client.still-works", Title: "still signs users in after all attacks", Spec: "CWE-400",
		Attack: "The attacks have changed something in the client for good, such as its keys, so that no user can sign in. Or the client has locked this command out: then it may have refused the other attacks for that reason only.",
		Fix:    "Let no response of a server change more than the sign-in that it belongs to. If a limit on the number of sign-ins was reached, raise it for the test and run the command again.",
	},
	try: func(ctx context.Context, c *checker) ([]string, error) {
		a, err := c.signIn(ctx, hostile.Conduct{})
		if refused := (noRequestError{}); errors.As(err, &refused) {
			return []string{refused.Error()}, nil
		}
		if err != nil || a.signedIn() {
			return nil, err
		}
		return []string{"an honest sign-in did not work any more: " + a.Hops[len(a.Hops)-1].String()}, nil
	},
}}
