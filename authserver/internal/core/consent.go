package core

import (
	"errors"
	"time"

	"quartet.example/shared/oauth"
)

// Consent is what a user allowed a client. It is stored, so that the user is not asked for the
// same scope, or a part of it, a second time.
type Consent struct {
	Subject   string      `json:"sub"`
	ClientID  string      `json:"client_id"`
	Scope     oauth.Scope `json:"scope"`
	GrantedAt time.Time   `json:"granted_at"`
}

// PreviousConsent turns what a store returned into nil, if nothing was remembered.
func PreviousConsent(c Consent, err error) (*Consent, error) {
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil // no consent is not an error
	case err != nil:
		return nil, err
	}
	return &c, nil
}

// Covers reports whether the whole scope was allowed before. A nil Consent covers nothing.
func (c *Consent) Covers(scope oauth.Scope) bool { return c != nil && scope.Within(c.Scope) }
