package core

import "time"

// Transaction is an authorization request on its way through sign-in and
// consent. It is found by a handle of 256 bits that stands in the pages' forms,
// and bound to one browser by a cookie, of which only the hash is kept: a
// handle that leaks is useless in another browser (RFC 6749 §10.12).
type Transaction struct {
	Request     AuthorizationRequest `json:"request"`
	BrowserHash string               `json:"browser"`             // oauth.Hash of the browser cookie
	SessionID   string               `json:"sid,omitempty"`       // the session that consent is asked in, "" before sign-in
	SignedInAt  time.Time            `json:"signed_in,omitzero"`  // sign-in within this transaction; satisfies prompt=login and max_age
	ReturnTo    string               `json:"return_to,omitempty"` // a page of our own that asked for the sign-in; then there is no Request
	ExpiresAt   time.Time            `json:"expires_at"`
}

// Own tells whether a page of ours began it, and no client waits for an answer.
func (t *Transaction) Own() bool { return t.ReturnTo != "" }
