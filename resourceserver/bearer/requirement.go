package bearer

import (
	"context"
	"slices"
	"time"

	"quartet.example/shared/oauth"
)

// Requirement is what a route needs of a valid token. Every valid token meets the zero
// Requirement.
type Requirement struct {
	Scope []string // all of these scope tokens
	User  bool     // the token must be of a user: see Token.User

	// How the user signed in (RFC 9470): a token that says something else is
	// answered with what to ask the authorization server for.
	ACR    []string      // one of these authentication context classes
	MaxAge time.Duration // since the user signed in, at most; in whole seconds, 0 for any
}

// metBy tells whether the token is enough for the route.
func (need Requirement) metBy(ctx context.Context, t *Token, now time.Time) error {
	if err := Scope.Require(ctx, oauth.Scope(need.Scope).Within(t.Scope)); err != nil {
		return err
	}
	if need.User {
		_, isUser := t.User()
		if err := User.Require(ctx, isUser); err != nil {
			return err
		}
	}
	if len(need.ACR) > 0 {
		if err := AuthACR.Require(ctx, slices.Contains(need.ACR, t.Claims.ACR)); err != nil {
			return err
		}
	}
	if need.MaxAge <= 0 {
		return nil
	}
	signedIn := time.Unix(t.Claims.AuthTime, 0) // a token that does not say: in 1970
	return AuthMaxAge.Require(ctx, now.Sub(signedIn) <= need.MaxAge)
}
