package core

import (
	"net/url"
	"time"
)

// AppRequest is what an app asks for when it opens the system browser.
type AppRequest struct {
	Challenge string `json:"challenge"`       // of a verifier that stays in the app, RFC 7636 §4.2
	Redirect  string `json:"redirect"`        // where the app waits, RFC 8252 §7
	State     string `json:"state,omitempty"` // the app's own, comes back as it is
}

// Answer is the address that takes the browser back to the app, with one thing to
// say. Redirect must be one that was checked.
func (r AppRequest) Answer(name, value string) string {
	u, err := url.Parse(r.Redirect)
	if err != nil {
		return ""
	}
	query := u.Query() // RFC 6749 §3.1.2: one that is there stays
	query.Set(name, value)
	if r.State != "" {
		query.Set("state", r.State)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

// Back is our own page that goes on to the app with that answer.
func (r AppRequest) Back(name, value string) string {
	query := url.Values{"redirect": {r.Redirect}, name: {value}}
	if r.State != "" {
		query.Set("state", r.State)
	}
	return "/app/back?" + query.Encode()
}

// Handover is a session on its way from the system browser to the app. It is
// given out once, to whoever holds the verifier; only then has it an ID.
type Handover struct {
	Challenge string    `json:"challenge"`
	Session   Session   `json:"session"`
	Expires   time.Time `json:"expires"`
}

// Expired tells whether the app took too long.
func (o Handover) Expired(now time.Time) bool { return !now.Before(o.Expires) }
