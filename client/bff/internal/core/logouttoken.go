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

// Ends returns the groups of sessions that the token ends (§2.7). A token with sub only
// ends all sessions of the user. A token with sid ends the sessions that belong to that
// session at the issuer; if it has a sub too, it also ends the sessions of the user that
// have no sid, because each of them may be the one that the token means.
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

// Key identifies the token in the store of used tokens.
func (t LogoutToken) Key() string { return oauth.Hash(t.Issuer + "\x00" + t.ID) }
