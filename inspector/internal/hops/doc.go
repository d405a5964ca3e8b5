// Package hops serves the list of messages, single messages, and both as JSON.
//
//	handler.go  the routes
//	message.go  from a page of a service to its message
//	filter.go   which messages the list shows
//	json.go     the list for scripts
//	roles.go    whether the services are ready
package hops
