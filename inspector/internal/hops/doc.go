// Package hops serves the latest flows, single flows and messages, the list of all messages, and
// JSON for scripts.
//
//	handler.go  the routes
//	message.go  from a page of a service to its message
//	filter.go   which messages the list shows
//	json.go     the list for scripts
//	roles.go    whether the services are ready
package hops
