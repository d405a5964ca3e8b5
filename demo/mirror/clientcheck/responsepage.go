package clientcheck

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// script is what must not be in a page as it is.
const script = `<script>checkClient()</script>`

// responsePageScenarios are attacks on the page that the client shows after a response.
var responsePageScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.response.unknown-error", Advice: true, Title: "answers error responses with a page, not with a failure", Spec: "RFC 6749 §4.1.2.1",
			Attack: "The response has an error that the client may not expect. A status of 500 or more, or no answer, means that the program does not handle it.",
			Fix:    "Handle every value of error, and a response with neither code nor error. Answer with a status below 500 and a page that says what to do.",
		},
		try: handled,
	},
	{
		Defence: report.Defence{
			ID: "client.response.script", Title: "shows no HTML of the response", Spec: "RFC 6749 §10.14, CWE-79",
			Attack: "error, error_description or state is a script: everybody can send a link to the callback. A page that shows it without escaping runs it with the rights of the client.",
			Fix:    "Escape everything that comes from the authorization server, or show only texts of your own. Answer with Content-Type text/plain or with a template that escapes.",
		},
		try: scripts,
	},
}

// failed is a response with an error and without a code.
func failed(name, value string) func(url.Values) {
	return func(v url.Values) {
		v.Del("code")
		v.Set("error", "access_denied")
		v.Set(name, value)
	}
}

func handled(ctx context.Context, c *checker) (seen []string, err error) {
	for _, v := range []variant{
		{"error=access_denied", denied},
		{"error=temporarily_unavailable", hostile.Conduct{Response: failed("error", "temporarily_unavailable")}},
		{"error=x_unknown", hostile.Conduct{Response: failed("error", "x_unknown")}},
		{"neither code nor error", hostile.Conduct{Response: func(v url.Values) { v.Del("code") }}},
	} {
		a, err := c.signIn(ctx, v.conduct)
		if err != nil {
			return seen, err
		}
		for _, h := range a.seen() {
			if h.Status >= 500 && h.Status != 503 {
				seen = append(seen, v.name+": "+h.String())
			}
		}
	}
	return seen, nil
}

func scripts(ctx context.Context, c *checker) (seen []string, err error) {
	for _, v := range []variant{
		{"error", hostile.Conduct{Response: failed("error", script)}},
		{"error_description", hostile.Conduct{Response: failed("error_description", script)}},
		{"error_uri", hostile.Conduct{Response: failed("error_uri", "javascript:checkClient()")}},
		{"state", hostile.Conduct{Response: failed("state", script)}},
		{"error_description of the token endpoint", hostile.Conduct{Serve: map[hostile.Endpoint]http.HandlerFunc{hostile.Token: hostile.Refuse("invalid_grant", script)}}},
	} {
		a, err := c.signIn(ctx, v.conduct)
		if err != nil {
			return seen, err
		}
		if a.runs() {
			seen = append(seen, v.name+": the page has it as it was sent")
		}
	}
	return seen, nil
}

// runs reports whether a page after the response has the script, or a link to one.
func (a *attempt) runs() bool {
	for _, h := range a.seen() {
		page := strings.ToLower(h.Body)
		if h.IsHTML() && (strings.Contains(page, strings.ToLower(script)) || strings.Contains(page, `="javascript:checkclient`)) {
			return true
		}
	}
	return false
}
