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
	Subject string
	SID     string
	Issued  time.Time // by the clock of the issuer
	Expires time.Time
}

// Ends returns the groups of sessions that the token ends (§2.7): with a sub alone all
// sessions of the user, with a sid those of that session at the issuer. A session
// without a sid cannot be told from the one that the token means, so a token with sub
// and sid ends those sessions of the user too.
func (t LogoutToken) Ends() []Group {
	switch {
	case t.SID == "":
		return []Group{OfUser(t.Issuer, t.Subject)}
	case t.Subject == "":
		return []Group{OfSignIn(t.Issuer, t.SID)}
	default:
		return []Group{OfSignIn(t.Issuer, t.SID), OfUserWithoutSID(t.Issuer, t.Subject)}
	}
}

// Key names the token in a memory of those that were used.
func (t LogoutToken) Key() string { return oauth.Hash(t.Issuer + "\x00" + t.ID) }
