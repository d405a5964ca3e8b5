package core

import (
	"errors"
	"time"

	"quartet.example/shared/oauth"
)

// DeviceAuthorization is the request of a device that its user can allow or deny on another
// device (RFC 8628 §3.1). GrantID is the id of the grant that the device code starts.
type DeviceAuthorization struct {
	GrantID   string        `json:"gid"`
	ClientID  string        `json:"client_id"`
	Scope     oauth.Scope   `json:"scope"` // known, and allowed for the client
	Audience  []string      `json:"aud"`
	StartedAt time.Time     `json:"started_at"`
	ExpiresAt time.Time     `json:"expires_at"`
	Interval  time.Duration `json:"interval"` // between two polls, to begin with
}

// AllowedBy returns the authorization code record of a device code that the user of the
// session has allowed. From then on it is redeemed as an authorization code is.
func (d *DeviceAuthorization) AllowedBy(s *Session) AuthorizationCode {
	return AuthorizationCode{
		GrantID: d.GrantID, ClientID: d.ClientID, Subject: s.Subject, Scope: d.Scope, Audience: d.Audience,
		SessionID: s.ID, SessionEnds: s.ExpiresAt, AuthTime: s.AuthTime, ACR: s.ACR, AMR: s.AMR, IssuedAt: d.StartedAt, ExpiresAt: d.ExpiresAt,
	}
}

// The errors of a store for a device that polls, besides ErrNotFound and ErrOtherClient (RFC
// 8628 §3.5).
var (
	ErrDevicePending = errors.New("the user has not decided yet")
	ErrDeviceHasty   = errors.New("polled faster than the interval")
	ErrDeviceExpired = errors.New("the device code has expired")
	ErrDeviceDenied  = errors.New("the user denied the request")
	ErrDeviceUsed    = errors.New("the device code was redeemed before")

	ErrUserCodeTaken = errors.New("the user code names another device")
)
