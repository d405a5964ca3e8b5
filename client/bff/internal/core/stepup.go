package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Authentication is how, and how recently, a user should have signed in (RFC 9470
// §4). The zero value asks for nothing.
type Authentication struct {
	ACRValues string `json:"acr_values,omitempty"` // separated by spaces, the best first
	MaxAge    *int64 `json:"max_age,omitempty"`    // seconds
}

// IsZero reports whether every sign-in is sufficient.
func (a Authentication) IsZero() bool { return a.ACRValues == "" && a.MaxAge == nil }

// StepUpError is the answer of a resource server that wants another sign-in, by
// error insufficient_user_authentication (RFC 9470 §3).
type StepUpError struct{ Wants Authentication }

// Error names the code.
func (e *StepUpError) Error() string { return string(oauth.InsufficientUserAuthentication) }

// StepUp stores what a resource server asked of a session. The browser gets its ID only, because
// it must not change what is asked for.
type StepUp struct {
	Handle  string         `json:"handle"` // of the session that it is about
	Issuer  string         `json:"iss"`
	Subject string         `json:"sub"`
	Wants   Authentication `json:"wants"`
	Draft   string         `json:"draft,omitempty"` // what the user had typed
	Expires time.Time      `json:"expires"`
}

// NewStepUp remembers what is asked of the session.
func NewStepUp(s Session, wants Authentication, draft string, expires time.Time) StepUp {
	return StepUp{
		Handle: HandleOf(s.ID), Issuer: s.User.Issuer, Subject: s.User.Subject,
		Wants: wants, Draft: draft, Expires: expires,
	}
}

// IsOf reports whether the session with this ID was asked.
func (s StepUp) IsOf(id string, now time.Time) bool {
	return id != "" && HandleOf(id) == s.Handle && now.Before(s.Expires)
}

// IsFor reports whether the draft is of the user of this session.
func (s StepUp) IsFor(session Session, now time.Time) bool {
	return session.User.Issuer == s.Issuer && session.User.Subject == s.Subject && now.Before(s.Expires)
}
