// Package stateview says what each role holds now, as a model that pages, JSON and the terminal show. It
// joins what the services say about themselves (shared/trace/state) with what the recorded messages
// show: the cookies of the browser, and the tokens of each grant.
//
//	view.go    View: the roles and their sections
//	jar.go     the cookies that the browser keeps         RFC 6265
//	family.go  the refresh and access tokens of a grant   RFC 9700 §4.14.2
//	text.go    times as text
package stateview
