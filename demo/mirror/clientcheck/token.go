package clientcheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
)

// tokenScenarios are attacks by the token endpoint (RFC 6749 §5).
var tokenScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.token.redirect", Title: "sends code and credentials to no other server, if the token endpoint redirects", Spec: "RFC 9700 §4.12, RFC 9110 §15.4.8",
			Attack: "The token endpoint answers 307 to another origin. An HTTP library that follows it sends code, verifier and client secret there.",
			Fix:    "Turn off redirects in the HTTP client for the token endpoint.",
		},
		try: redirected(hostile.Token, func(r hostile.Record) string {
			for _, name := range []string{"code", "client_secret", "code_verifier", "client_assertion"} {
				if r.Form.Get(name) != "" {
					return name
				}
			}
			return authorization(r)
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.token.type", Title: "uses no access token whose type it does not know", Spec: "RFC 6749 §7.1",
			Attack: "token_type is mac: the token is bound to a key. A client that sends it as a bearer token makes it usable by everybody who sees it.",
			Fix:    "Refuse a token response whose token_type is neither Bearer, in any case, nor a type that you support.",
		},
		needs: []need{usesUserinfo},
		try: func(ctx context.Context, c *checker) ([]string, error) {
			a, err := c.signIn(ctx, hostile.Conduct{Tokens: func(answer map[string]any) { answer["token_type"] = "mac" }})
			if err != nil || len(a.records(hostile.Userinfo)) == 0 {
				return nil, err
			}
			return []string{"token_type mac: the client sent the token to UserInfo"}, nil
		},
	},
	{
		Defence: report.Defence{
			ID: "client.token.size", Advice: true, Title: "does not read a token response without end", Spec: "CWE-770",
			Attack: "The token endpoint sends a response of 64 MiB. A few of them at the same time exhaust the memory of the client.",
			Fix:    "Read a response of the authorization server up to a limit, such as 1 MiB.",
		},
		try: endless,
	},
	{
		Defence: report.Defence{
			ID: "client.token.slow", Advice: true, Title: "does not wait for a token response forever", Spec: "CWE-400",
			Attack: "The token endpoint accepts the request and never answers. Each sign-in then occupies the client.",
			Fix:    "Give the HTTP client for the authorization server a time limit for the whole request, such as 10 seconds.",
		},
		try: silent,
	},
}

func authorization(r hostile.Record) string {
	if r.Header.Get("Authorization") != "" {
		return "the Authorization header"
	}
	return ""
}

// redirected lets an endpoint redirect to another origin, and asks secret for what must not arrive there.
func redirected(from hostile.Endpoint, secret func(hostile.Record) string) func(context.Context, *checker) ([]string, error) {
	return func(ctx context.Context, c *checker) (seen []string, err error) {
		a, err := c.signIn(ctx, hostile.Conduct{Serve: map[hostile.Endpoint]http.HandlerFunc{from: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, c.provider.Elsewhere+"/"+string(from), http.StatusTemporaryRedirect)
		}}})
		if err != nil {
			return nil, err
		}
		if !c.provider.Applied() {
			return nil, errNotReached
		}
		for _, r := range a.records(hostile.Elsewhere) {
			if what := secret(r); what != "" {
				seen = append(seen, fmt.Sprintf("the %s endpoint redirected to another origin, which got %s", from, what))
			}
		}
		return seen, nil
	}
}

// enormous is the size of a response that no client may read to its end.
const enormous = 64 << 20

func endless(ctx context.Context, c *checker) ([]string, error) {
	var all atomic.Bool
	_, err := c.signIn(ctx, hostile.Conduct{Serve: map[hostile.Endpoint]http.HandlerFunc{hostile.Token: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"`)
		chunk := strings.Repeat("A", 1<<20)
		for range enormous / len(chunk) {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
		all.Store(true)
	}}})
	switch {
	case all.Load():
		return []string{"the client read a response of 64 MiB to its end"}, nil
	case !c.provider.Applied():
		return nil, errors.Join(err, errNotReached)
	}
	return nil, nil
}

// silent waits for the callback while the token endpoint does not answer.
func silent(ctx context.Context, c *checker) ([]string, error) {
	_, err := c.signIn(ctx, hostile.Conduct{Serve: map[hostile.Endpoint]http.HandlerFunc{hostile.Token: func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
	}}})
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return []string{fmt.Sprintf("the token endpoint did not answer, and the callback did not either within %s", c.Patience)}, nil
	case err == nil && !c.provider.Applied():
		return nil, errNotReached
	}
	return nil, err
}
