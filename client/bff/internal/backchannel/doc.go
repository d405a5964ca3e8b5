// Package backchannel receives logout tokens from the authorization server (OIDC
// Back-Channel Logout 1.0): POST /backchannel-logout.
//
//	POST logout_token
//	    │ checks client.logout.*        400: which one refused
//	    │ jti not used before           400
//	    ▼
//	sessions of its sid end, and those of its sub that have no sid;
//	all sessions of its sub if the token has no sid
//	    │ jti is stored as used         last, so that a request that failed can be repeated
//	    ▼
//	200, also if there was no such session (§2.8)
//
// A sign-in that began before the token was received is refused at its callback, unless
// the user authenticated after the token was issued. The client revokes no tokens here:
// the server ends those of the session, and keeps those for offline use (§2.7). The client
// deletes all of them.
//
// If Redis is down, or keys cannot be fetched, the answer is 503 and the server may try
// again. The request does not come from a browser, so there is no cookie and no CSRF
// check; the signature is the only credential.
//
// What it leaves out: encrypted logout tokens (§2.6 step 1), and the check that a
// token names a recent session (steps 9 to 11), since one that names none ends none.
package backchannel
