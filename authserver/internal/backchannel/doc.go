// Package backchannel tells the clients of a session that it has ended (OIDC
// Back-Channel Logout 1.0): a logout token, posted to each that registered
// backchannel_logout_uri and got a code in the session.
//
//	notifier.go  who is told, and how long anybody waits for that
//	delivery.go  one client, one token: tries, pauses, the verdict
//
//	session ended ─┬─ POST to client 1 ── 200, 204: it knows (§2.8)
//	               ├─ POST to client 2 ── 400 and the like: it refuses; logged, over
//	               └─ POST to client 3 ── 5xx, 429, no answer: again after 1 s, 5 s, 25 s
//
// All are told at once. The user waits until each was tried once, but no longer
// than the patience (2 s); what is left goes on behind. Retries live in this
// process: its end cuts the pauses short, makes the last tries, and forgets the
// rest. A session that nobody ends, but which expires, is not told: the clients'
// own sessions have their own ends (§1 speaks of logout).
//
// The addresses are somebody else's: internal/fetch asks them, which follows no
// redirect and bounds each answer in time and size.
package backchannel
