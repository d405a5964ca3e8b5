// Package logout is the end session endpoint (OIDC RP-Initiated Logout 1.0):
// GET and POST /logout, and the question /logout/confirm.
//
//	request.go  what a client asked for, checked
//	handler.go  signed out at once, or asked first
//	confirm.go  the question and its answer
//
// An id_token_hint that names this browser's session is proof that
// a client speaks for the user: the session ends and the browser goes on to
// post_logout_redirect_uri. Without it anybody could have sent the browser here,
// so the user is asked (§2, §6). A hint whose key is gone after a rotation proves
// nothing either. What is wrong with the request, such as a
// forged hint or an address that is not registered, is a page, never a redirect.
//
// With the session end the grants that depend on it, and with them their access
// tokens; those with offline_access live on (OIDC Core §11). The clients of the
// session are told by internal/backchannel. logout_hint and ui_locales are ignored.
package logout
