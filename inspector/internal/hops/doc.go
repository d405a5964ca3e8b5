// Package hops answers with messages: the list, one of them, and JSON.
//
//	handler.go  the endpoints
//	filter.go   which messages of the list are shown
//	json.go     the same for scripts
//	roles.go    whether the roles are ready
package hops
