// Package live notifies pages of new messages: one reader of the stream serves any number of pages
// through server-sent events.
//
//	reader.go   reads the stream into the book, and announces each change
//	hub.go      passes each change to every listener
//	handler.go  GET /events; Last-Event-ID is an id of the stream
//	record.go   POST /events: events of a lab that runs in another process
package live
