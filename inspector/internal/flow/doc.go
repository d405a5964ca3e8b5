// Package flow makes messages out of events, and flows out of messages.
//
//	hop.go     one message: what its sender and its receiver saw, joined
//	book.go    the latest messages, in their order
//	link.go    which messages belong to one flow
//	title.go   what a flow is called
//
// A message is known by its trace and span. Its place is the time at which it
// began, after the one during which it was sent. Two messages are of one flow if they share a trace, or a
// value that the dictionary calls a link (state, code, tokens, the session of
// the client), or a long random value that it does not know. What the
// authorization server keeps per browser does not link: everything would be
// one flow.
package flow
