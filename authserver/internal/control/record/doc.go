// Package record keeps the last requests that the server received, so that tests can assert on them. It
// keeps values as they were sent, secrets included: it exists in the dev profile only, and its memory is
// read through the control API only.
//
//	log.go         the last requests, bounded by number and size
//	middleware.go  records each request and the status of its response
//	refusal.go     why a request was refused
//	entry.go       a request as it is kept, and how it is decoded when it is read
//
// A request costs its header and its body; everything else is decoded when somebody asks for it.
package record
