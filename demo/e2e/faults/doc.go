// Package faults lets parts of the stack fail while 100 sessions call the API, and checks the
// result (rows O-12, O-14, O-16, L-19 of the list of checks).
//
//	wire.go     a TCP proxy between two parts: can be killed, paused, slowed, restarted
//	pump.go     passes the bytes of one connection
//	crowd.go    the sessions, signed in
//	work.go     the sessions call the API in a loop, and stop together
//	call.go     one call, and the responses that are allowed
//	verdict.go  what must be true after each fault: sessions, refreshes, goroutines
//
// Whatever fails: no session is lost; each response is the data or a 503 with Retry-After; each
// session refreshes once each time its token expires; and afterwards as many goroutines run code
// of the services, and about as many connections are open, as before.
package faults
