// Package logout ends a session, here and at the authorization server: the session and its cookie
// are deleted, its refresh token is revoked (RFC 7009), and the browser is redirected to sign out
// there too. When it comes back, with or without a state, the user is signed out; nothing depends
// on the state.
//
// By default the ID token is not sent through the browser. Then the authorization server cannot
// know who asks, and asks the user before it signs them out there (OIDC RP-Initiated Logout §2).
// With Config.LogoutHint (--logout-id-token-hint) it does not ask, and the ID token is in the
// address bar: it gives no access, but names the user.
package logout
