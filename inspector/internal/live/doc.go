// Package live tells listeners what happens: one reader of the stream feeds
// any number of pages through server-sent events.
//
//	reader.go   reads the stream into the book, and announces each change
//	hub.go      hands an announcement to every listener
//	handler.go  GET /events, with the id of the stream as Last-Event-ID
package live
