package core

import (
	"slices"
	"time"
)

// Asks tells whether the request has the prompt value (OIDC Core §3.1.2.1).
func (r *AuthorizationRequest) Asks(prompt string) bool { return slices.Contains(r.Prompt, prompt) }

// NeedsSignIn reports whether the user must sign in before the request continues: there is no
// session, or the sign-in is older than max_age, or the request has prompt=login. signedIn
// reports whether the user has signed in for this request already.
func (r *AuthorizationRequest) NeedsSignIn(s *Session, signedIn bool, now time.Time) bool {
	switch {
	case s == nil:
		return true
	case signedIn:
		return false
	case r.Asks("login") || r.Asks("select_account") || r.MaxAge != nil && *r.MaxAge == 0:
		return true
	case r.HintSubject != "" && r.HintSubject != s.Subject: // OIDC Core §3.1.2.1: id_token_hint
		return true
	}
	return !s.Fresh(now, r.MaxAge)
}

// NeedsConsent reports whether the user must be asked. A stored consent is enough, except with
// prompt=consent, and except for a native client or one without credentials: a malicious
// program could pretend to be that client (RFC 8252 §8.6, RFC 6749 §10.2).
//
// offline_access is a scope like any other here: no client gets it unless the user has seen it
// on the consent page (OIDC Core §11).
func (r *AuthorizationRequest) NeedsConsent(c *Client, before *Consent) bool {
	return r.Asks("consent") || !c.Remembered() || !before.Covers(r.Permissions())
}

// Remembered reports whether a consent for the client may be stored.
func (c *Client) Remembered() bool { return !c.Public() && c.ApplicationType != ApplicationNative }
