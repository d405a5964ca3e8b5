package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Grant is what a user allowed a client on one occasion. Its family of refresh tokens, of which
// one is current (RFC 9700 §4.14.2), and its access tokens depend on it. It ends at ExpiresAt,
// or when it is revoked.
type Grant struct {
	ID        string        `json:"gid"`
	ClientID  string        `json:"client_id"`
	Subject   string        `json:"sub"`
	Scope     oauth.Scope   `json:"scope"`
	Audience  []string      `json:"aud"`
	SessionID string        `json:"sid,omitempty"`
	Offline   bool          `json:"offline"` // offline_access: it outlives the session (OIDC Core §11)
	AuthTime  time.Time     `json:"auth_time"`
	ACR       string        `json:"acr,omitempty"`
	AMR       []string      `json:"amr,omitempty"`
	Nonce     string        `json:"nonce,omitempty"`
	Claims    ClaimsRequest `json:"claims,omitzero"`
	// KeyThumbprint is the thumbprint of the key that the access token is bound to, "" for a
	// bearer token. In a stored grant it is the key that the refresh tokens of a public client
	// are bound to; a confidential client may change its key (RFC 9449 §5).
	KeyThumbprint string    `json:"jkt,omitempty"`
	CreatedAt     time.Time `json:"iat"`
	ExpiresAt     time.Time `json:"exp"` // absolute: fixed at sign-in, not extended by a refresh
	// Idle is the idle lifetime: the grant ends if it is not refreshed for that long.
	// Zero means no idle lifetime (offline_access).
	Idle time.Duration `json:"idle,omitempty"`

	ExchangedFrom []string `json:"exchanged_from,omitempty"` // jti of the subject tokens, in a token exchange
	ExchangedAt   []string `json:"exchanged_at,omitempty"`   // resources of the subject tokens, in a token exchange

	Actor *oauth.Actor `json:"act,omitempty"` // who acts for the subject, in a token exchange (RFC 8693 §4.1)
}

// Live reports whether the grant is valid at the given time. used is the time of the last
// refresh, or of the start of the grant.
func (g *Grant) Live(now, used time.Time) bool {
	return now.Before(g.ExpiresAt) && (g.Idle == 0 || now.Before(used.Add(g.Idle)))
}
