package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Rotation is a refresh request: the refresh token that a client presents, and what it
// requests (RFC 6749 §6).
type Rotation struct {
	Presented     string
	ClientID      string
	KeyThumbprint string        // the key that a public client proved, "" for none (RFC 9449 §5)
	Scope         oauth.Scope   // nil for all that was granted
	Allowed       oauth.Scope   // what the registration of the client allows today, at the requested resource
	Resource      []string      // nil for any (RFC 8707 §2.2)
	Grace         time.Duration // in which the token before the current one gets the same successor; zero for never
}
