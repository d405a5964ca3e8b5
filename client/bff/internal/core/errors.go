package core

import "errors"

// The errors of the store and of the authorization server. The endpoints turn them into the
// errors that a browser sees.
var (
	ErrNotFound      = errors.New("not found")                                // never existed, expired or deleted
	ErrLoginUsed     = errors.New("this login was finished before")           // a state that comes a second time
	ErrHandoverUsed  = errors.New("this hand-over was used before")           // a code that comes a second time
	ErrHandoverOther = errors.New("the hand-over is for another verifier")    // nothing was changed
	ErrSuperseded    = errors.New("another request changed the session")      // a compare-and-swap that lost
	ErrSessionEnded  = errors.New("the session has ended")                    // nothing can make it usable again
	ErrGrantEnded    = errors.New("the authorization server ended the grant") // invalid_grant, RFC 6749 §5.2
	ErrServerAway    = errors.New("the authorization server did not answer")
)
