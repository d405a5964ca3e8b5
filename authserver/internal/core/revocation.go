package core

import "time"

// Revocation says of access tokens that they ended before they expired: of one,
// or of all that came from a grant.
type Revocation struct {
	Position string    // its place in the order of all; it grows
	TokenID  string    // jti of the one, "" for those of a grant
	GrantID  string    // gid of the grant, "" for one token
	At       time.Time // when they ended
	Until    time.Time // when the last of them would have expired; then it may be forgotten
}
