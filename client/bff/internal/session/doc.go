// Package session finds the session of a request: by the cookie of a browser or the
// Authorization header of an app. It has the checks of such requests, and shows users
// their sessions.
//
//	cookie.go     the cookie of a browser
//	browser.go    a cookie that identifies the browser
//	transport.go  the header of an app; a request with both is refused
//	guard.go      protection against cross-site request forgery
//	current.go    the session of a request
//	handler.go    GET /session: this session
//	list.go       GET /sessions: all sessions of this user
//	end.go        ends one of them, or all others
//	ender.go      ends a session, and revokes its tokens
//	metrics.go    counts ended sessions
//	agent.go      the name of an app for people
//
// The cookie is SameSite=Strict (RFC 10017 §6.1.3.2): browsers do not send it with
// requests that another site starts, which protects also a handler without a check.
// They do not send it either when the user follows a link from another site or comes
// back from signing in. Such a request is answered with a page that loads the same
// address once more, with the cookie and without scripts (package arrival).
// --cookie-same-site=lax avoids that step: browsers send a Lax cookie with links, that
// is with a GET of a page, which changes nothing here. In both cases a call for data
// needs a header that other sites cannot send (client.session.csrf).
//
// A session in a list has a public id. It is neither the session's id nor its key in
// the store. It is looked up among the sessions of the user who sends it, so it cannot
// name the session of another user (client.session.own).
package session
