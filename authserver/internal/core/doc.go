// Package core holds the nouns of the authorization server and the rules that
// need nothing but themselves: no HTTP, no Redis, no clock of its own.
//
//	client.go       a registered client, what it may do           RFC 6749 §2, RFC 7591 §2
//	mismatch.go     what its registration lacks for a request, in words
//	redirect.go     which redirect URI is the client's             RFC 9700 §2.1, RFC 8252 §7.3
//	user.go         a resource owner
//	override.go     what an operator changed about a user
//	resource.go     protected resources, the scopes they own       RFC 8707 §2
//	request.go      an authorization request, after its checks     RFC 6749 §4.1.1
//	claims.go       claims that were asked for one by one          OIDC Core §5.5
//	pushed.go       one that the client pushed                     RFC 9126
//	transaction.go  a request in progress: sign-in, consent
//	interaction.go  when sign-in and consent pages are due         OIDC Core §3.1.2.1
//	logout.go       a sign-out that waits for the user's word      OIDC RP-Initiated Logout §2
//	session.go      a signed-in browser
//	signin.go       attempts to sign in, and their limits
//	sender.go       who sent a request
//	consent.go      what a user allowed a client
//	settled.go      a decision, and the answer to a second click
//	code.go         an authorization code                          RFC 6749 §4.1.2
//	issue.go        a code that its client redeems
//	device.go       what a device asked for, and waits for         RFC 8628 §3.1
//	exchange.go     whose tokens a client may exchange             RFC 8693 §5
//	grant.go        a grant and its family of refresh tokens       RFC 6749 §1.3, RFC 9700 §4.14
//	held.go         stored records with their state, for the inspector
//	record.go       a stored record of any kind, for a copy of the state
//	rotation.go     a refresh request                               RFC 6749 §6
//	revocation.go   a revoked token or grant, for the feed          RFC 8936
//	proof.go        the key that a request proved                  RFC 9449 §5
//	key.go          a signing key at rest                          RFC 7517, OIDC Core §10.1.1
//	username.go     when two usernames are one
//	errors.go       what a store may answer
package core
