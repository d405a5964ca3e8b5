// Package api is the control API over HTTP (/control/...), in the dev profile only. Tests in any
// language use it; authservertest calls the same verbs without HTTP.
//
//	guard.go    who may call it: programs on this machine, or with the control token; never a web page
//	decode.go   strict JSON: an unknown name is an error
//	handler.go  the routes; tokens and sign-in
//	accounts.go users and clients
//	faults.go   faults, and the requests that were received
//	session.go  logout, rotation of keys
//	time.go     the clock
//	state.go    reset, export and import of the state
//	openapi.go  the OpenAPI document
package api
