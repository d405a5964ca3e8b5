package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Session is a browser in which a user is signed in. The cookie holds its handle, of which only
// the hash is stored; ID is its public name.
type Session struct {
	ID        string    `json:"sid"` // sid in ID tokens (OIDC Back-Channel Logout §2.1)
	Subject   string    `json:"sub"`
	AuthTime  time.Time `json:"auth_time"` // of the last time credentials were checked
	ACR       string    `json:"acr"`
	AMR       []string  `json:"amr"` // RFC 8176
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"` // absolute
	IdleUntil time.Time `json:"idle_until"`
	Clients   []string  `json:"clients,omitempty"` // who got a code in it
	Browser   string    `json:"browser,omitempty"` // coarse: "Firefox on Linux"; "" for what does not say
}

// NewHandle returns a handle for a session of the user: a secret of 256 random bits, and the
// hash of the user's sub. The hash names the slot of Redis Cluster that holds all records of the
// user, so that one script or one round trip can use several of them.
func NewHandle(sub string) string { return oauth.NewSecret() + "." + oauth.Hash(sub) }

// SessionUse names the session in which a client gets a code, or in which a device is allowed. The
// store extends the idle time of the session to IdleUntil.
type SessionUse struct {
	Handle    string
	IdleUntil time.Time
}

// Live reports whether the session is valid at the given time.
func (s *Session) Live(now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Before(s.IdleUntil)
}

// Fresh tells whether the user proved who they are at most maxAge seconds ago
// (OIDC Core §3.1.2.1). A nil maxAge asks for nothing.
func (s *Session) Fresh(now time.Time, maxAge *int64) bool {
	return maxAge == nil || now.Sub(s.AuthTime) <= time.Duration(*maxAge)*time.Second
}
