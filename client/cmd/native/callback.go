package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

const path = "/callback" // of the redirect_uri that is registered; its port may be any (RFC 8252 §7.3)

// expected is what an answer to our request has.
type expected struct {
	state      string
	issuer     string
	saysIssuer bool // the authorization server puts iss into every answer (RFC 9207 §3)
}

type answer struct {
	code string
	err  error
}

// callback takes the answer to the authorization request. Whatever else comes to
// the port, from any page and program of this machine, changes nothing.
type callback struct {
	want expected
	came chan<- answer // has room for the one that counts
}

func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	switch {
	case r.URL.Path != path:
		http.NotFound(w, r)
		return
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		show(w, http.StatusMethodNotAllowed, "This is not how a browser comes back.")
		return
	case err != nil || repeated(query) || !oauth.Equal(query.Get("state"), c.want.state): // RFC 6749 §10.12
		show(w, http.StatusBadRequest, "This is not an answer to the request of the program that runs now. It is still waiting.")
		return
	}
	code, err := c.want.judge(query)
	select {
	case c.came <- answer{code, err}:
	default: // it came before: a code is redeemed once
	}
	if err != nil {
		show(w, http.StatusBadRequest, "You are not signed in. The terminal says why; you may close this window.")
		return
	}
	show(w, http.StatusOK, "You may close this window and go back to the terminal.")
}

// judge is for an answer with our state.
func (want expected) judge(query url.Values) (code string, err error) {
	iss := query.Get("iss")
	switch {
	case iss != want.issuer && (iss != "" || want.saysIssuer): // RFC 9207 §2.4
		return "", fmt.Errorf("the answer is from %q, and we asked %q: nothing was sent to either", iss, want.issuer)
	case query.Get("error") == string(oauth.AccessDenied):
		return "", errors.New("you, or the authorization server for you, said no")
	case query.Has("error"): // RFC 6749 §4.1.2.1
		return "", fmt.Errorf("the authorization server refused: %q %q", query.Get("error"), query.Get("error_description"))
	case query.Get("code") == "":
		return "", errors.New("the answer holds neither a code nor an error")
	}
	return query.Get("code"), nil
}

// repeated tells whether a parameter comes twice (RFC 6749 §3.1).
func repeated(query url.Values) bool {
	for _, values := range query {
		if len(values) > 1 {
			return true
		}
	}
	return false
}
