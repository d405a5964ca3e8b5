// Package logout ends a session, here and at the authorization server: the session
// is deleted, its cookie expires, its refresh token is revoked (RFC 7009), and the
// browser goes on to sign out there too. Whatever it comes back with, also without
// state or with another, is a visit of somebody who is signed out: nothing depends
// on it.
//
// The ID token stays out of the browser by default. Then the authorization
// server has no proof of who asks and shows one question before it signs the
// user out there too (OIDC RP-Initiated Logout §2). With --logout-id-token-hint
// there is no question, and the ID token, which is no key to anything but names
// the user, passes through the address bar.
package logout
