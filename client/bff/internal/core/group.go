package core

import "quartet.example/shared/oauth"

// Group is a set of sessions that end together: all those of a user, or those of one session at
// the issuer (OIDC Back-Channel Logout §2.6: sub, sid).
type Group struct {
	kind, issuer, value string
}

// OfUser is the group of all sessions of a user.
func OfUser(issuer, subject string) Group { return Group{"sub", issuer, subject} }

// OfSignIn is the group of the sessions that one session at the issuer led to.
func OfSignIn(issuer, sid string) Group { return Group{"sid", issuer, sid} }

// OfUserWithoutSID is the group of the sessions of a user whose ID token named no
// session at the issuer.
func OfUserWithoutSID(issuer, subject string) Group { return Group{"sub without sid", issuer, subject} }

// Groups are those that sessions of the user belong to.
func (u User) Groups() []Group {
	if u.SID == "" {
		return []Group{OfUser(u.Issuer, u.Subject), OfUserWithoutSID(u.Issuer, u.Subject)}
	}
	return []Group{OfUser(u.Issuer, u.Subject), OfSignIn(u.Issuer, u.SID)}
}

// Key identifies the group in the store. It is a hash, because the store must not contain names of
// users.
func (g Group) Key() string { return oauth.Hash(g.kind + "\x00" + g.issuer + "\x00" + g.value) }
