package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Rotation is a refresh token that its client brings to the token endpoint, with
// what it asks for (RFC 6749 §6).
type Rotation struct {
	Presented     string
	ClientID      string
	KeyThumbprint string        // the key that a public client proved, "" for none (RFC 9449 §5)
	Scope         oauth.Scope   // nil for all that was granted
	Allowed       oauth.Scope   // what the client may have today, at the resource asked for
	Resource      []string      // nil for any (RFC 8707 §2.2)
	Grace         time.Duration // in which the token before the current one gets the same successor; zero for never
}
