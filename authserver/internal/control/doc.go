// Package control has the verbs of the control API: what a test asks of a running server. It exists in
// the dev profile only; in production there is no Control.
//
//	control.go  Control and the parts of the server that it uses
//	of.go       finds the verbs of a server
//	issue.go    issues a token                       RFC 9068 §2, OIDC Core §2
//	order.go    checks what a token is asked to be, and mints it
//	forge.go    issues a token with a flaw           RFC 8725 §2
//	entries.go  adds and replaces users, clients, resources and scopes; remove.go: removes users and clients
//	list.go     reads users and clients
//	state.go    resets, exports and imports the state
//	keys.go     rotates the signing keys
//	logout.go   signs a user out
//	advance.go  moves the clock
//	signin.go   signs a user in without a browser; visit.go: the pages
//	users.go    the sign-in page accepts such a sign-in without a password
//
// A verb acts through the parts that the endpoints use, and changes none of their rules.
package control
