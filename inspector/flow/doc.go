// Package flow joins events into messages, and groups messages into flows.
//
//	hop.go     Hop: one message, as its sender and its receiver recorded it
//	book.go    Book: the latest messages
//	shelf.go   Shelf: flows that were read from files, apart from the Book
//	link.go    which messages belong to one flow
//	row.go    messages that repeat, as one row: 11 × POST /notes
//	other.go   the flow of messages that no user began
//	signature.go whether a token was valid, according to each service that verified it
//	title.go   the title of a flow
//
// Trace and span identify a message. Messages are ordered by the time at which they began, and a
// message comes after the one during which it was sent. Two messages belong to one flow if they
// share a trace, or a value that the dictionary marks as a link (state, code, tokens, the session
// of the client), or a long random value under an unknown name, or the run of a lab. The browser's cookies of the
// authorization server do not count: they would join all sign-ins of a browser into one flow. A
// message without any of these is of the flow in which the client last named the browser.
package flow
