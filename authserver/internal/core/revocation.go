package core

import (
	"slices"
	"time"
)

// MaxAccessTokenTTL is the longest that an access token can be made to live. What
// must outlive every access token goes by it, and not by the setting: tokens from
// before a setting was shortened are still about.
const MaxAccessTokenTTL = time.Hour

// Revocation says of access tokens that they ended before they expired: of one,
// or of all that came from a grant.
type Revocation struct {
	Position string    // its place in the order of all; it grows
	TokenID  string    // jti of the one, "" for those of a grant
	GrantID  string    // gid of the grant, "" for one token
	Audience []string  // whom the tokens are for, nil if that is not known
	At       time.Time // when they ended
	Until    time.Time // when the last of them would have expired; then it may be forgotten
}

// Concerns tells whether a resource server must hear of it: its tokens may have
// ended. exchangeTarget says that clients may exchange tokens of others for tokens
// for that resource, which keep the grant of the token that they came from (RFC
// 8693 §1.1); then any grant may be about it.
func (r *Revocation) Concerns(resource string, exchangeTarget bool) bool {
	return exchangeTarget || len(r.Audience) == 0 || slices.Contains(r.Audience, resource)
}
