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
//	refresh (RFC 6749 §6) ─ invalid_grant ─► the session ends
//	  │                   └ no answer ────► the session stays; the old token as long as it lives
//	  ▼
//	store if the session is still as it was read, then use
//
// The new set is stored before it is used: the old refresh token is spent.
package tokens
