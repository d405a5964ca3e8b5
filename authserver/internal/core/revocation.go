package core

import (
	"slices"
	"time"
)

// MaxAccessTokenTTL is the maximum of the setting access-token-ttl. Records that must
// outlive every access token use it and not the setting: after an operator lowers the
// setting, tokens with the old lifetime are still valid.
const MaxAccessTokenTTL = time.Hour

// Revocation says that access tokens were revoked: one token, or all tokens of a
// grant.
type Revocation struct {
	Position string    // its place in the order of all; it grows
	TokenID  string    // jti of the one, "" for those of a grant
	GrantID  string    // gid of the grant, "" for one token
	Audience []string  // whom the tokens are for, nil if that is not known
	At       time.Time // when they ended
	Until    time.Time // when the last of them would have expired; then it may be forgotten
}

// Concerns reports whether a resource server must get the event, because tokens for it
// may be revoked. exchangeTarget says that clients may exchange tokens for tokens for
// this resource (RFC 8693 §1.1). Such tokens keep their grant, whatever its audience, so
// the resource server must then hear of every grant.
func (r *Revocation) Concerns(resource string, exchangeTarget bool) bool {
	return exchangeTarget || len(r.Audience) == 0 || slices.Contains(r.Audience, resource)
}
