package core

import "time"

// SignInAttempt is an attempt to sign in to an account. If the browser has signed in to
// that account before, it is counted by the browser, else by the address.
type SignInAttempt struct {
	Username string // as it was typed
	Address  string // of the sender
	Browser  string // the known browser, "" if the browser never signed in to the account
}

// Known tells whether the browser has signed in to the account before.
func (a SignInAttempt) Known() bool { return a.Browser != "" }

// SignInLimits bound the wrong passwords for one account within the window.
type SignInLimits struct {
	Origin  int // from one address, and from one known browser
	Account int // from all addresses together; known browsers do not count
	Window  time.Duration
}

// SignInWait says how long an attempt must wait, zero if it need not. Everywhere is true
// if all attempts at the account must wait, except those from known browsers.
type SignInWait struct {
	For        time.Duration
	Everywhere bool
}
