// Package consent is the page on which the resource owner decides: GET and POST
// /consent, within an authorization request in progress, the browser that
// started it, and the session in which the question is asked.
//
//	handler.go  the question: who asks, what for, or nothing to ask
//	signedin.go whether it is still the same user who is asked
//	decide.go   the answer, taken once
//
// What was allowed is remembered for the same user and client, and covers the
// same scope or less (RFC 6819 §5.2.3.2). A native client, or one without
// credentials, is asked about each time: another program could pretend to be it
// (RFC 8252 §8.6).
package consent
