package securityevent

import (
	"encoding/json"

	"quartet.example/shared/jose"
)

// Type is the typ header of a SET (RFC 8417 §2.3).
const Type = "secevent+jwt"

// TokenRevoked is the only event type that this package uses, from OpenID's OAuth Event Types.
const TokenRevoked = "https://schemas.openid.net/secevent/oauth/event-type/token-revoked"

// The formats of subjects.
const (
	JWTID  = "jwt_id" // OpenID Shared Signals Framework 1.0
	Opaque = "opaque" // RFC 9493 §3.2.4
)

// Claims is the payload of a SET (RFC 8417 §2.2). It has neither sub nor exp, so that a SET cannot
// be confused with another kind of JWT (§4.5, §4.6).
type Claims struct {
	jose.Claims                            // iss, aud, iat, jti
	Subject     Subject                    `json:"sub_id"` // RFC 9493 §4.1
	Events      map[string]json.RawMessage `json:"events"` // event type -> payload of the event
}

// Subject is what the event is about (RFC 9493 §3).
type Subject struct {
	Format string `json:"format"`
	Issuer string `json:"iss,omitempty"` // of JWTID
	JWTID  string `json:"jti,omitempty"` // of JWTID
	ID     string `json:"id,omitempty"`  // of Opaque
}

// Revoked is the payload of TokenRevoked.
type Revoked struct {
	EventTimestamp int64 `json:"event_timestamp"` // time of the revocation, in seconds since the epoch
	// ExpiresAt is when the last token that the event is about expires, in seconds since the epoch.
	// After that the event is no longer needed. 0 if the transmitter does not tell it.
	ExpiresAt int64 `json:"expires_at,omitempty"`
}

// Revoked returns the payload of a TokenRevoked event, or false for a SET about something else,
// which must be ignored (RFC 8417 §2.2).
func (c *Claims) Revoked() (Revoked, bool) {
	var r Revoked
	raw, has := c.Events[TokenRevoked]
	return r, has && json.Unmarshal(raw, &r) == nil
}
