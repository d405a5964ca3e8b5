package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// LogoutToken is what an issuer says about a session that has ended (OIDC
// Back-Channel Logout §2.4). One of Subject and SID may be empty.
type LogoutToken struct {
	Issuer  string
	ID      string // jti
	Alg     string // that it is signed with
	Subject string
	SID     string
	Expires time.Time
}

// Ends is the group of sessions that the token ends: those of its sid, or all of
// the user's if it names none (§2.7).
func (t LogoutToken) Ends() Group {
	if t.SID != "" {
		return OfSignIn(t.Issuer, t.SID)
	}
	return OfUser(t.Issuer, t.Subject)
}

// Key names the token in a memory of those that were used.
func (t LogoutToken) Key() string { return oauth.Hash(t.Issuer + "\x00" + t.ID) }
