package apicheck

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

func locationChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.location.query", Title: "takes no token from the URL",
			Attack: "A valid token is in the query parameter access_token. URLs are kept in logs, histories and Referer headers, so such tokens leak.",
			Spec:   "RFC 9700 §4.3.2, RFC 6750 §2.3, §5.3",
			Fix:    "Read the token from the Authorization header only. Some libraries have an option that turns the query parameter off.",
		}, statuses: malformed, attack: refuses(func(f *forger) []attempt {
			return []attempt{{name: "access_token in the query", change: inQuery(f.valid())}}
		})},
		{Defence: Defence{
			ID: "api.location.body", Title: "takes no token from the body",
			Attack: "A valid token is in the body of a form. A page of an attacker can make a browser send a form to the API.",
			Spec:   "RFC 6750 §2.2",
			Fix:    "Read the token from the Authorization header only.",
		}, statuses: malformed, attack: inBody},
		{Defence: Defence{
			ID: "api.location.twice", Advice: true, Title: "refuses two Authorization headers",
			Attack: "The request has two Authorization headers, one with a forged token. A proxy may check one of them, and the API use the other.",
			Spec:   "RFC 6750 §2, §3.1 (invalid_request)",
			Fix:    "Refuse a request with more than one Authorization header. In Node, look at req.headersDistinct, because req.headers has only the first one.",
		}, statuses: malformed, attack: refuses(func(f *forger) []attempt {
			forged := f.scheme() + " " + f.signed(f.foreign, nil, nil)
			return []attempt{
				{name: "the first header valid, the second forged", token: f.valid(), change: func(r *http.Request) { r.Header.Add("Authorization", forged) }},
				{name: "the first header forged, the second valid", token: f.valid(), change: func(r *http.Request) {
					r.Header["Authorization"] = []string{forged, r.Header.Get("Authorization")}
				}},
			}
		})},
		{Defence: Defence{
			ID: "api.location.scheme", Title: "takes tokens only after their scheme",
			Attack: "A valid token follows another scheme, or none. Passwords and keys of other systems would be taken for tokens.",
			Spec:   "RFC 6750 §2.1, RFC 9110 §11.4",
			Fix:    "Compare the scheme with Bearer without regard to case, and refuse the request otherwise.",
		}, statuses: malformed, attack: refuses(schemes)},
		{Defence: Defence{
			ID: "api.location.case", Title: "accepts the scheme in any case",
			Attack: "None: the scheme is written in lower case and in capitals, as some clients do. An API that refuses it is not attacked, but broken.",
			Spec:   "RFC 9110 §11.1",
			Fix:    "Compare the scheme without regard to case.",
		}, attack: schemeCase},
	}
}

func inQuery(token string) func(*http.Request) {
	return func(r *http.Request) {
		query := r.URL.Query()
		query.Set("access_token", token)
		r.URL.RawQuery = query.Encode()
	}
}

func inBody(ctx context.Context, r *run) ([]string, error) {
	hasBody := r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodDelete
	if err := need(hasBody, "a request with "+r.Method+" has no body"); err != nil {
		return nil, err
	}
	return refuses(func(f *forger) []attempt {
		form := url.Values{"access_token": {f.valid()}}.Encode()
		return []attempt{{name: "access_token in a form", change: func(req *http.Request) {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Body, req.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
		}}}
	})(ctx, r)
}

func schemes(f *forger) []attempt {
	authorization := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", value) }
	}
	var all []attempt
	for _, scheme := range []string{"", "Token ", "JWT ", "Bearer", f.scheme() + "x ", f.scheme() + ":", "Negotiate "} {
		token := f.valid()
		all = append(all, attempt{name: fmt.Sprintf("scheme %q", scheme), token: token, change: authorization(scheme + token)})
	}
	token := f.valid()
	basic := base64.StdEncoding.EncodeToString([]byte("user:" + token))
	return append(all, attempt{name: "as a password", token: token, change: authorization("Basic " + basic)})
}

func schemeCase(ctx context.Context, r *run) ([]string, error) {
	var seen []string
	for _, scheme := range []string{strings.ToLower(r.scheme()), strings.ToUpper(r.scheme())} {
		f := &forger{run: r}
		token := f.valid()
		e, err := r.send(ctx, attempt{name: scheme, token: token, change: func(req *http.Request) { req.Header.Set("Authorization", scheme+" "+token) }})
		if err != nil || f.err != nil {
			return nil, fmt.Errorf("scheme %s: %w", scheme, firstOf(err, f.err))
		}
		if !e.accepted() {
			seen = append(seen, fmt.Sprintf("a valid token after %s: %d, want it to be accepted", scheme, e.status))
		}
	}
	return seen, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
