package apicheck

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const withoutToken = "without a token"

func responseChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.response.challenge", Title: "answers 401 with a challenge to a request without a token",
			Attack: "None: the request has no token. Without a challenge a client does not know that it needs one.",
			Spec:   "RFC 6750 §3, §3.1, RFC 9110 §11.6.1",
			Fix:    "Answer 401 with WWW-Authenticate: Bearer.",
		}, attack: challenge},
		{Defence: Defence{
			ID: "api.response.status", Title: "refuses invalid tokens with 401",
			Attack: "None: the answers to all attacks are examined. A client gets a new token after 401, and gives up after 403 or 404.",
			Spec:   "RFC 6750 §3.1",
			Fix:    "Answer 401 to a token that is expired, revoked, malformed or invalid for another reason.",
		}, attack: refusals(wrongStatus)},
		{Defence: Defence{
			ID: "api.response.error", Advice: true, Title: "says invalid_token in the challenge, but only if there is a token",
			Attack: "None: the answers to all attacks are examined. With the code a client knows that a new token helps; without a token there is nothing to be invalid.",
			Spec:   "RFC 6750 §3, §3.1",
			Fix:    "Answer 401 with WWW-Authenticate: Bearer error=\"invalid_token\", and without error if there is no token.",
		}, attack: refusals(wrongError)},
		{Defence: Defence{
			ID: "api.response.scope", Advice: true, Title: "answers 403 with insufficient_scope",
			Attack: "None: the answers to tokens without the scope are examined. A client asks for more scope after insufficient_scope.",
			Spec:   "RFC 6750 §3.1",
			Fix:    "Answer 403 with WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"...\".",
		}, attack: insufficient},
		{Defence: Defence{
			ID: "api.response.crash", Title: "answers no attack with a server error",
			Attack: "None: the answers to all attacks are examined. A status of 500 shows that some code met input that it did not expect.",
			Spec:   "RFC 6750 §3.1, RFC 9110 §15.6",
			Fix:    "Catch every error of the JWT library, and answer 401.",
		}, attack: refusals(crashed)},
		{Defence: Defence{
			ID: "api.response.echo", Title: "repeats no token in a response",
			Attack: "None: the answers to all attacks are examined. Responses are logged and shown in places where tokens must not be.",
			Spec:   "RFC 6750 §5.3, RFC 9700 §4.3",
			Fix:    "Write no part of a token into an error message.",
		}, attack: refusals(echoed)},
	}
}

// wrongStatus returns the status of a refused token that is not the one that RFC 6750 §3.1 requires, or "". A server
// error counts as a crash instead.
func wrongStatus(e *exchange) string {
	if e.refusesToken() && !e.check.wants(e.status) && e.status < 500 {
		return fmt.Sprintf("%d, want 401", e.status)
	}
	return ""
}

// wrongError returns a challenge whose error is not the one that RFC 6750 §3.1 requires, or "".
func wrongError(e *exchange) string {
	if e.name == withoutToken && e.saysOneOf("") {
		return "WWW-Authenticate is " + e.challenge() + ", want no error"
	}
	if e.refusesToken() && e.status == http.StatusUnauthorized && !e.saysOneOf("invalid_token", "invalid_request", "invalid_dpop_proof", "use_dpop_nonce") {
		return "WWW-Authenticate is " + e.challenge() + ", want error=\"invalid_token\""
	}
	return ""
}

// crashed returns the status of a server error, or "".
func crashed(e *exchange) string {
	if e.status >= 500 {
		return fmt.Sprint(e.status)
	}
	return ""
}

// echoed returns that the response repeats the token, or "".
func echoed(e *exchange) string {
	if e.repeatsToken() {
		return "the response has the signature of the token"
	}
	return ""
}

// refusals returns an attack that examines each exchange from before. wrong returns what is wrong with
// an exchange, or "".
func refusals(wrong func(*exchange) string) attack {
	return func(_ context.Context, r *run) ([]string, error) {
		if err := need(len(r.exchanges) > 0, "no attack was made"); err != nil {
			return nil, err
		}
		seen := newTally()
		for _, e := range r.exchanges {
			if text := wrong(e); text != "" {
				seen.add(text, e)
			}
		}
		return seen.lines(), nil
	}
}

// refusesToken reports whether the response refuses an invalid token in the right place, as opposed to a
// valid one without enough scope.
func (e *exchange) refusesToken() bool {
	elsewhere := strings.HasPrefix(e.check.ID, "api.location.") || e.check.ID == "api.dpop.bearer" // an API may say that there is no token
	return e.token != "" && !e.accepted() && !elsewhere && !e.check.wants(http.StatusForbidden)
}

// challenge returns the WWW-Authenticate header fields, or "missing".
func (e *exchange) challenge() string {
	return cmp.Or(strings.Join(e.header.Values("WWW-Authenticate"), ", "), "missing")
}

// saysOneOf reports whether a challenge has one of the error codes (RFC 6750 §3).
func (e *exchange) saysOneOf(codes ...string) bool {
	unquoted := strings.ReplaceAll(e.challenge(), `"`, "")
	return slices.ContainsFunc(codes, func(code string) bool { return strings.Contains(unquoted, "error="+code) })
}

// repeatsToken reports whether the response has the signature of the token, or a long beginning of it.
func (e *exchange) repeatsToken() bool {
	parts := strings.Split(e.token, ".")
	if len(parts) < 3 || len(parts[2]) < 20 {
		return false
	}
	if strings.Contains(e.body, parts[2]) {
		return !e.accepted()
	}
	for _, values := range e.header {
		if strings.Contains(strings.Join(values, " "), parts[2]) {
			return true
		}
	}
	return false
}

// challenge sends a request without a token.
func challenge(ctx context.Context, r *run) ([]string, error) {
	e, err := r.send(ctx, attempt{name: withoutToken})
	if err != nil {
		return nil, err
	}
	var seen []string
	if e.status != http.StatusUnauthorized {
		seen = append(seen, fmt.Sprintf("without a token: %d, want 401", e.status))
	}
	if !strings.Contains(strings.ToLower(e.challenge()), strings.ToLower(r.scheme())) {
		seen = append(seen, "WWW-Authenticate is "+e.challenge()+", want "+r.scheme())
	}
	return seen, nil
}

// insufficient examines the refusals of valid tokens without enough scope.
func insufficient(_ context.Context, r *run) ([]string, error) {
	seen, found := newTally(), false
	for _, e := range r.exchanges {
		if !strings.HasPrefix(e.check.ID, "api.scope.") || e.accepted() {
			continue
		}
		found = true
		if e.status != http.StatusForbidden || !e.saysOneOf("insufficient_scope") {
			seen.add(fmt.Sprintf("%d with WWW-Authenticate %s, want 403 with error=\"insufficient_scope\"", e.status, e.challenge()), e)
		}
	}
	return seen.lines(), need(found, "no token was refused for its scope")
}
