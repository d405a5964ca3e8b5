package core

import (
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

// Covers tells whether the scope was allowed already. The nil Consent covers nothing.
func (c *Consent) Covers(scope oauth.Scope) bool { return c != nil && scope.Within(c.Scope) }
