// Package authorize is the authorization endpoint (RFC 6749 §3.1, OIDC Core
// §3.1.2): where a client sends the resource owner's browser, and from where a
// code goes back.
//
//	parameters.go  what was sent, each parameter once
//	length.go      how long each may be
//	handler.go     the checks, in their order: first those that never redirect
//	request.go     those that go back to the client; values.go: their parameters
//	claims.go      the claims parameter: single claims, sub, acr
//	pushed.go      requests that were pushed                RFC 9126
//	proceed.go     sign-in, consent, or a code at once
//	respond.go     the only place that redirects to clients; mode.go: how
//
// What the specifications leave open is decided so:
//
//   - A request without scope is refused with invalid_scope (RFC 6749 §3.3 allows
//     that or a default): a client should say what it wants, and the page show it.
//   - offline_access is asked for like any other scope: it is on the consent page,
//     or was on an earlier one (OIDC Core §11 leaves the condition to the server).
//     prompt=none never adds it.
//   - prompt=select_account shows the sign-in page: there is one account for each
//     browser, and signing in is how it is chosen.
//   - A state that came twice is not sent back, unless both are the same.
//   - display, ui_locales, claims_locales, acr_values, registration and whatever
//     is unknown are ignored (RFC 6749 §3.1, OIDC Core §15.1). The acr of the
//     sign-in is always in the ID token, so that a client of acr_values can look.
//   - The claims parameter (OIDC Core §5.5) gives single claims: standard ones, of
//     scopes that the client is registered for. The consent page names each that no
//     scope of the request releases, and it is remembered as claim:NAME. What the
//     client may not have, or nobody knows, is left out without an error (§5.5.1).
//     Conditions count for sub, as id_token_hint does, and for an essential acr,
//     which is refused with access_denied if no sign-in here can have it.
//   - When Redis is away the answer is a page with Retry-After, not a redirect: the
//     user can try again here, and the client could do nothing else.
package authorize
