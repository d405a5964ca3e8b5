package core

import "time"

// HeldGrant is a stored grant and the state of its family of refresh tokens.
type HeldGrant struct {
	Grant
	RefreshToken bool      // there is a current refresh token
	Replaced     bool      // the current refresh token has replaced another one
	Rotated      time.Time // when the current refresh token was issued, or the grant began
	RevokedAt    time.Time // zero for a grant that is not revoked
}

// HeldCode is a stored authorization code.
type HeldCode struct {
	AuthorizationCode
	Used bool
}

// HeldDevice is a stored device authorization request.
type HeldDevice struct {
	DeviceAuthorization
	State string // "pending", "allowed" or "denied"
	Used  bool
}

// HeldPushedRequest is a stored pushed authorization request.
type HeldPushedRequest struct {
	PushedRequest
	Answered bool
}
