package core

import "time"

// Transaction is an authorization request on its way through sign-in and
// consent. It is found by a handle of 256 bits that stands in the pages' forms,
// and bound to one browser by a cookie, of which only the hash is kept: a
// handle that leaks is useless in another browser (RFC 6749 §10.12).
type Transaction struct {
	Request     AuthorizationRequest `json:"request"`
	BrowserHash string               `json:"browser"`            // oauth.Hash of the browser cookie
	SessionID   string               `json:"sid,omitempty"`      // the session that consent is asked in, "" before sign-in
	SignedInAt  time.Time            `json:"signed_in,omitzero"` // sign-in within this transaction; satisfies prompt=login and max_age
	ExpiresAt   time.Time            `json:"expires_at"`
}
