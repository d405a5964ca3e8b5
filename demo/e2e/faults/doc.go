// Package faults breaks the stack while 100 sessions are at work, and watches
// what becomes of them (rows O-12, O-14, O-16, L-19 of the list of checks).
//
//	wire.go     a TCP proxy between two parts: killed, paused, slowed, restarted
//	pump.go     what it does with a connection
//	crowd.go    the sessions, signed in
//	work.go     they call the API in a loop, and stop together
//	call.go     one call, and what may come back
//	verdict.go  what every fault must leave behind: sessions, refreshes, goroutines
//
// What must hold, whatever breaks: no session is lost; no answer is other than
// the data or a 503 with Retry-After; each session refreshes once for each time
// that its token expires; and afterwards as many goroutines run our code, and
// about as many connections are open, as before.
package faults
