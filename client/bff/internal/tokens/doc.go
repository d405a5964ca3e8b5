// Package tokens keeps the tokens of a session usable: it refreshes them before
// they expire, once at a time over all replicas, and gives them back at the end.
//
//	fresh ──── used as they are
//	  │ less than the margin left, or the resource server said invalid_token
//	  ▼
//	one caller per process (singleflight)
//	  ▼
//	one process per session (a lock in Redis, renewed while the work goes on)
//	  ▼
//	read the session again: has another replica done it? ── yes: use that
//	  │ no
//	  ▼
//	the circuit: does the server answer at all? ── no: the session stays
//	  │ yes
//	  ▼
//	refresh (RFC 6749 §6) ─ invalid_grant ─► the session ends
//	  │                   └ no answer ────► the session stays; the old token as long as it lives
//	  ▼
//	store if the session is still as it was read, then use
//
// The new set is stored before it is used: the old refresh token is spent.
//
//	keeper.go   Keeper: Fresh, Renew; who waits, and how long
//	refresh.go  the refresh, under the lock
//	store.go    the new set is kept
//	circuit.go  a server that does not answer is left alone for a while
//	underway.go what the end of the process waits for
//	unsettled.go sessions that must not wait, for their answer may be lost
//	end.go      tokens are given back
//	metrics.go  what an operator sees of it
//
// # When an answer is lost
//
// A refresh that was sent is not taken back, neither by the caller who leaves
// nor by a lock that is lost: its answer may hold the only copy of the next
// refresh token. If the answer does get lost (the server or this process dies
// in between), the next call presents the old one again, and a server that
// forgives that for a moment, as ours does for 10 s (RFC 9700 §4.14.2 asks it to
// notice reuse), answers with the same successor. So the times here add up to
// less: 5 s for an answer, 3 s for the lock of a process that died, 2 s of rest;
// and a session in this state goes past the circuit and its queue.
// A browser that stays away longer than the server forgives signs in again.
//
// The circuit is own code, not sony/gobreaker: that one lives by the system
// clock, and everything here lives by Now.
package tokens
