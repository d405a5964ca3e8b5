package clientcheck

import (
	"context"
	"net/http"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/demo/navigation"
)

// pageScenarios look at what the browser gets during a sign-in.
var pageScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.page.claims", Title: "shows no HTML of claims", Spec: "OIDC Core §5.1, CWE-79",
			Attack: "The name of the user is a script. Users can choose their names at many providers.",
			Fix:    "Escape claims wherever a page shows them.",
		},
		try: func(ctx context.Context, c *checker) ([]string, error) {
			rename := func(claims map[string]any) { claims["name"] = script }
			a, err := c.signIn(ctx, hostile.Conduct{Claims: rename, Userinfo: rename})
			if err != nil || !a.runs() {
				return nil, err
			}
			return []string{"a page has the name as it was sent"}, nil
		},
	},
	{
		Defence: report.Defence{
			ID: "client.page.tokens", Title: "gives no token to scripts of the browser", Spec: "RFC 9700 §4.3, draft-ietf-oauth-browser-based-apps §6.1",
			Attack: "A page, an address or a readable cookie has the access token or refresh token. One injected script, or the log of a proxy, is enough to steal it.",
			Fix:    "Keep tokens on the server, or in an encrypted cookie with HttpOnly.",
		},
		try: leaks(func(c *checker, a *attempt) []secret {
			var all []secret
			for _, r := range a.records(hostile.Token) {
				for _, name := range []string{"access_token", "refresh_token"} {
					token, _ := r.Tokens[name].(string)
					all = append(all, secret{name, token})
				}
			}
			return all
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.page.secrets", Title: "gives neither client secret nor code verifier to the browser", Spec: "RFC 6749 §10.1, RFC 7636 §7.1",
			Attack: "A page, an address or a readable cookie has the client secret or the code verifier. With it an attacker can redeem a stolen code.",
			Fix:    "Keep both on the server. The verifier may be in a cookie with HttpOnly.",
		},
		try: leaks(func(c *checker, a *attempt) []secret {
			all := []secret{{"client_secret", c.provider.ClientSecret}}
			for _, r := range a.records(hostile.Token) {
				all = append(all, secret{"code_verifier", r.Form.Get("code_verifier")})
			}
			return all
		}),
	},
}

// secret is a value that the browser must not see.
type secret struct{ name, value string }

// leaks returns a try that looks for secrets in everything that the browser got in honest sign-ins.
func leaks(secrets func(*checker, *attempt) []secret) func(context.Context, *checker) ([]string, error) {
	return func(_ context.Context, c *checker) (seen []string, err error) {
		a := c.baseline[0]
		for _, s := range secrets(c, a) {
			for _, h := range a.Hops {
				if where := foundIn(h, s.value); where != "" {
					seen = append(seen, s.name+" is in "+where+" of "+h.URL.Host+h.URL.Path)
				}
			}
		}
		return seen, nil
	}
}

// foundIn returns where a script, or a log, finds the value in a response: "" for nowhere.
func foundIn(h navigation.Hop, value string) string {
	switch {
	case value == "":
	case strings.Contains(h.URL.String(), value):
		return "the address"
	case strings.Contains(h.Header.Get("Location"), value):
		return "the redirect"
	case strings.Contains(h.Body, value):
		return "the body"
	default:
		for _, cookie := range (&http.Response{Header: h.Header}).Cookies() {
			if !cookie.HttpOnly && strings.Contains(cookie.Value, value) {
				return "the readable cookie " + cookie.Name
			}
		}
	}
	return ""
}
