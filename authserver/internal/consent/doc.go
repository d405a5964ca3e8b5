// Package consent is the consent page of the resource owner: GET and POST /consent. A request to it
// belongs to an authorization request in progress, to the browser that started it, and to the
// session in which the question is asked.
//
//	handler.go  the question, or no question if the consent is remembered
//	signedin.go whether the user who was asked is still signed in
//	decide.go   the decision, which is accepted once
//	repeat.go   a second click gets the same answer
//
// A consent is remembered for a user and a client. It covers the same scope or a narrower one (RFC
// 6819 §5.2.3.2). The user is asked every time about a native client, or one without credentials,
// because another program could impersonate it (RFC 8252 §8.6).
package consent
