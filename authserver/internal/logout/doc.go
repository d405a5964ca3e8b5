// Package logout is the end session endpoint (OIDC RP-Initiated Logout 1.0): GET and POST /logout,
// and the question at /logout/confirm.
//
//	request.go  the request of the client, checked
//	handler.go  sign out at once, or ask first
//	confirm.go  the question and its answer
//
// If id_token_hint was issued for this browser's session, the request comes from a client of the
// user: the session ends and the browser is sent to post_logout_redirect_uri. Without such a hint,
// any site could have sent the browser here, so the user is asked (§2, §6). The user is also asked
// if the key of the hint was deleted after a rotation, because the hint cannot be verified. An
// invalid request, for example with a forged hint or an unregistered address, gets an error page
// and never a redirect.
//
// When the session ends, the grants that depend on it and their access tokens are revoked. Grants
// with offline_access stay valid (OIDC Core §11). internal/backchannel notifies the clients of the
// session. logout_hint and ui_locales are ignored.
package logout
