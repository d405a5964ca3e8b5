// Package session is what ties a browser to its session: the cookie, the rules
// that a request with the cookie must obey, and GET /session.
//
// The cookie is SameSite=Lax, not Strict. The landing after sign-in is the end
// of a chain of redirects that another site began, and so is a click on a link
// to us anywhere; with Strict both would show a signed-in user as signed out.
// What Lax lets through, a top-level GET, changes nothing here: every call of
// data needs a header that other sites cannot send (client.session.csrf).
package session
