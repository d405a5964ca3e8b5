// Package checks is every defence of the authorization server, on a few
// screens. A check is declared once, here, and required where its rule is
// applied; the wire, the log, the inspector, the labs and docs/defences.md all
// read the same value. Ids are stable.
//
//	client.go     who the client is, what it may do
//	authorize.go  the authorization request
//	browser.go    sign-in, consent, sign-out
//	account.go    the account page
//	openid.go     the claims parameter of OpenID Connect
//	throttle.go   guessing and flooding
//	token.go      codes, refresh tokens, scopes
//	device.go     device codes, user codes
//	exchange.go   tokens exchanged for others; one resource for each token
//	par.go        pushed authorization requests
//	dpop.go       proofs of possession, and what is bound to a key
//	bearer.go     tokens presented to our own endpoints
//	assertion.go  clients that authenticate with a JWT
//	fetch.go      what clients make us fetch
//	cors.go       scripts of other origins
//	control.go    callers of the control API, and who makes an issuer
//	securityevents.go  the feed of revoked tokens
package checks
