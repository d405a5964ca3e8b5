package core

import (
	"net/url"
	"time"
)

// AppRequest is the request of an app that opens the system browser.
type AppRequest struct {
	Challenge string `json:"challenge"`       // of a verifier that stays in the app, RFC 7636 §4.2
	Redirect  string `json:"redirect"`        // where the app waits, RFC 8252 §7
	State     string `json:"state,omitempty"` // of the app; it is returned unchanged
}

// Answer returns the address that takes the browser back to the app, with one parameter. Redirect
// must have been checked.
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

// Back returns the path of our page that redirects to the app with that parameter.
func (r AppRequest) Back(name, value string) string {
	query := url.Values{"redirect": {r.Redirect}, name: {value}}
	if r.State != "" {
		query.Set("state", r.State)
	}
	return "/app/back?" + query.Encode()
}

// Handover is a session that the app has not collected yet. It is given once, to the holder of
// the verifier. It gets its ID only then.
type Handover struct {
	Challenge string    `json:"challenge"`
	Session   Session   `json:"session"`
	Expires   time.Time `json:"expires"`
}

// Expired reports whether the app came too late.
func (o Handover) Expired(now time.Time) bool { return !now.Before(o.Expires) }
