package bearer

import (
	"context"
	"slices"
	"time"

	"quartet.example/shared/oauth"
)

// Requirement is what a route requires of a valid token. Every valid token fulfils the zero value.
type Requirement struct {
	Scope []string // the token must have all of these scope tokens
	User  bool     // the token must belong to a user, see Token.User

	// How the user must have signed in (RFC 9470). For other tokens the challenge tells the client
	// what to request from the authorization server.
	ACR    []string      // one of these authentication context classes
	MaxAge time.Duration // maximum time since the sign-in, in whole seconds; 0: any
}

// metBy checks whether the token fulfils the requirement.
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
	signedIn := time.Unix(t.Claims.AuthTime, 0) // without auth_time: 1970
	return AuthMaxAge.Require(ctx, now.Sub(signedIn) <= need.MaxAge)
}
