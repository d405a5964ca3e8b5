// Package backchannel hears from the authorization server that a session has
// ended there (OIDC Back-Channel Logout 1.0): POST /backchannel-logout.
//
//	POST logout_token
//	    │ checks client.logout.*        400: which one refused
//	    │ jti not used before           400
//	    ▼
//	sessions of its sid end, and those of its sub that have no sid;
//	all sessions of its sub if the token has no sid
//	    │ jti is noted                  an end that was cut short can be tried again
//	    ▼
//	200, also if there was no such session (§2.8)
//
// A sign-in that began before the token was heard is refused when it comes back, unless
// the user authenticated after the token was issued.
// Tokens are not revoked in return: the server ends what belongs to the session
// and keeps what was for offline use (§2.7), and we forget all of it.
//
// Redis being away is 503, and so are keys that cannot be fetched: the server
// tries again. The browser has no part in this, so there is no cookie and no
// guard; the signature is the only credential.
//
// What it leaves out: encrypted logout tokens (§2.6 step 1), and the check that a
// token names a recent session (steps 9 to 11), since one that names none ends none.
package backchannel
