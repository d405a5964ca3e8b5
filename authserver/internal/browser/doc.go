// Package browser identifies the resource owner's browser by cookies. The store contains only
// hashes of their values. The session cookie also holds the hash of the user's sub, which is in the
// keys of the user's records (docs/adr/0025).
//
//	cookie.go   __Host-quartet-authserver-browser, __Host-quartet-authserver-session
//	known.go    __Host-quartet-authserver-known: browsers that signed in before may try passwords while an account is throttled
//	session.go  Find: who is signed in
//	begin.go    Begin: a new session with a new handle
//	end.go      End: ends a session and its grants, and notifies its clients
//	others.go   the user's sessions in other browsers
//	grants.go   what the user allowed: ends it, alone or with all sessions
//	form.go     the checks of a form: sent by our own page, in the same browser
//	frame.go    Unframed: refuses pages in a frame
//	signin.go   Gate: requires sign-in for our own pages, such as /account and /device
//	answer.go   encrypts the answer that a second click on a form gets
//
// The cookies are Secure, HttpOnly, SameSite=Lax, without Domain, and named __Host-, so that
// neither a sibling host nor a script can set or read them. Browsers treat http://localhost and
// http://*.localhost as trustworthy and keep Secure cookies there too. SameSite is Lax and not
// Strict, because an authorization request follows a link from another site and must find the
// session.
package browser
