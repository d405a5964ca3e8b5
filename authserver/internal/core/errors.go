package core

import "errors"

// The errors that a store returns by its contract. Any other error is a failure of the store;
// if it cannot be reached, the error is oauth.TemporarilyUnavailable.
var (
	ErrNotFound      = errors.New("not found")                     // unknown, expired, or ended
	ErrSessionEnded  = errors.New("the session has ended")         // OIDC Core §11
	ErrCodeReplayed  = errors.New("code was used before")          // RFC 6749 §4.1.2
	ErrOtherClient   = errors.New("belongs to another client")     // RFC 6749 §4.1.3, §6
	ErrRefreshReused = errors.New("refresh token was rotated")     // RFC 9700 §4.14.2
	ErrScopeWidened  = errors.New("scope is wider than the grant") // RFC 6749 §6
	ErrScopeLost     = errors.New("nothing is left of the scope")  // RFC 6749 §6
	ErrOtherKey      = errors.New("bound to another key")          // RFC 9449 §5
	ErrOtherResource = errors.New("resource is not of the grant")  // RFC 8707 §2.2
	ErrProofReplayed = errors.New("proof was used before")         // RFC 9449 §11.1
	ErrAnswered      = errors.New("request was answered before")   // RFC 9126 §4
	ErrWrongPassword = errors.New("unknown user or wrong password")

	ErrAttemptsPending = errors.New("other sign-ins of the account are being checked")
)
