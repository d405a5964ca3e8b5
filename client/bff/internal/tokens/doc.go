// Package tokens keeps the tokens of a session usable: it refreshes them before they expire, once at
// a time over all replicas, and revokes them at the end.
//
//	the access token is valid ──── it is used as it is
//	  │ less than the margin is left, or the resource server said invalid_token
//	  ▼
//	keeper.go   one refresh per session in this process (singleflight); requests wait for it
//	  ▼
//	refresh.go  in step mode (dev profile): wait until the request is released
//	  ▼
//	refresh.go  one process per session (a lock in Redis, renewed while the work goes on)
//	  │         read the session again: another replica may have refreshed, then use that
//	  ▼
//	circuit.go  a server that does not answer is not asked for two seconds: the session stays
//	  ▼
//	refresh.go  the refresh (RFC 6749 §6)
//	  │         invalid_grant: the session ends
//	  │         no answer: the session stays; the old access token is used while it is valid
//	  ▼
//	refresh.go  store the new tokens if the session is as it was read; then they are used
//
//	lostanswer.go  sessions that may retry at once, because their answer was lost
//	revoke.go      refresh tokens are revoked (RFC 7009)
//
// The new tokens are stored before they are used, because the old refresh token is used up.
//
// # When an answer is lost
//
// A refresh that was sent is finished, also if the browser has closed its request or the lock is
// lost: the response may contain the only copy of the next refresh token. If the answer does get lost, because the server
// or this process dies, the next call sends the old refresh token again. A server with a grace
// period, such as Quartet's with 10 s, answers with the same successor; after that it treats the
// token as reused and revokes the grant (RFC 9700 §4.14.2). So the times here add up to less: 5 s
// for a response, 3 s for the lock of a process that died, 2 s for the circuit. If the browser sends
// the next request later, the user must sign in again.
//
// The circuit is not sony/gobreaker, because that uses the system clock, and everything here
// uses Now.
package tokens
