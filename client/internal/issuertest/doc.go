// Package issuertest is a small authorization server with its own keys, for the
// client's tests. It is strict about what a client must do, counts what it is
// asked, and can be told to misbehave. It shares no code with authserver: the
// client must work with any issuer.
package issuertest
