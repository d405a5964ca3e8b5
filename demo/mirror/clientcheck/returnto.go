package clientcheck

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// returnScenarios are attacks on where the sign-in leads.
var returnScenarios = []scenario{{
	Defence: report.Defence{
		ID: "client.return-to", Title: "leads to no other site after the sign-in", Spec: "RFC 9700 §4.11.1",
		Attack: "Open redirection: a link to the client leads to the page of an attacker after the sign-in, which asks for the password once more.",
		Fix:    "Accept only paths of your own: a text that begins with one slash, not two, and has no backslash. Or accept only addresses in a list.",
	},
	needs: []need{{func(c *checker) bool { return c.ReturnParam != "" }, "No parameter with the address after the sign-in is known: set --return-param."}},
	try:   openRedirect,
}}

func openRedirect(ctx context.Context, c *checker) (seen []string, err error) {
	for _, target := range []string{"https://attacker.example/", "//attacker.example/", `/\attacker.example/`, `\\attacker.example/`, "https:attacker.example/", "/\t/attacker.example/"} {
		to, err := url.Parse(c.StartURL)
		if err != nil {
			return nil, err
		}
		query := to.Query()
		query.Set(c.ReturnParam, target)
		to.RawQuery = query.Encode()
		a, err := c.startAt(ctx, to.String(), hostile.Conduct{})
		if refused := (noRequestError{}); errors.As(err, &refused) {
			continue
		}
		if err == nil {
			err = a.finish(ctx, c.provider.Authorize(a.request))
		}
		if err != nil {
			return seen, err
		}
		if a.Left != nil && strings.HasSuffix(a.Left.Hostname(), "attacker.example") {
			seen = append(seen, c.ReturnParam+"="+target+": the browser was sent to "+a.Left.String())
		}
	}
	return seen, nil
}
