package core

import (
	"errors"
	"time"

	"quartet.example/shared/oauth"
)

// Consent is what a user allowed a client, remembered so that the same or less
// is not asked again.
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

// Covers tells whether the scope was allowed already. The nil Consent covers nothing.
func (c *Consent) Covers(scope oauth.Scope) bool { return c != nil && scope.Within(c.Scope) }
