// Package session is what ties a browser or an app to its session: the cookie or the
// header, the rules that a request with it must obey, and a user's view of their
// sessions.
//
//	cookie.go     the cookie of a browser
//	browser.go    the cookie that says which browser it is
//	transport.go  the header of an app; never both
//	guard.go      which requests may use it
//	current.go    whose request it is
//	handler.go    GET /session: this session
//	list.go       GET /sessions: all sessions of this user
//	end.go        their ends: one, or all others
//	ender.go      how a session ends: here for good, then at the authorization server
//	metrics.go    how many ended, and how
//	agent.go      what people call an app
//
// The cookie is SameSite=Strict (RFC 10017 §6.1.3.2): no request that another
// site begins carries it, so this holds even where a check is forgotten. The
// price is that whoever comes by a link from elsewhere, or back from signing in,
// arrives without it. The page then answers with one that asks for the same
// address again, by a navigation of our own, which brings the cookie; it works
// without scripts. --cookie-same-site=lax saves that step, for browsers without
// Fetch Metadata too: a Lax cookie comes along with links, and what it lets
// through, a top-level GET, changes nothing here. Every call of data needs a
// header that other sites cannot send in both cases (client.session.csrf).
//
// A session in a list has a public id. It is not the session's id nor its name in
// the store, and it is looked up among the sessions of the user who asks: those
// of others are not there (client.session.own).
package session
