// Package backchannel notifies the clients of a session that it has ended (OIDC Back-Channel Logout
// 1.0). It posts a logout token to each client that has a backchannel_logout_uri and got a code in
// the session.
//
//	notifier.go  which clients are notified, and how long the user waits
//	delivery.go  one client: attempts, pauses, result
//
//	session ended ─┬─ POST to client 1 ── 200, 204: accepted (§2.8)
//	               ├─ POST to client 2 ── 400 and other 4xx: refused; logged, no retry
//	               └─ POST to client 3 ── 5xx, 429, no answer: retry after 1 s, 5 s, 25 s
//
// All clients are notified in parallel. The user waits until each was tried once, but at most for
// the patience (2 s); retries continue in the background. Retries are kept in memory only: when the
// process ends, it makes one last attempt for each and drops the rest. Clients are not notified
// when a session expires: §1 speaks of logout only, and the clients' own sessions expire too.
//
// Clients choose the addresses, which could point to internal services. So internal/fetch makes the
// requests: it follows no redirect and limits the time and size of each response.
package backchannel
