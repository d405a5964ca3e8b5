package core

import (
	"slices"
	"time"
)

// Asks tells whether the request has the prompt value (OIDC Core §3.1.2.1).
func (r *AuthorizationRequest) Asks(prompt string) bool { return slices.Contains(r.Prompt, prompt) }

// NeedsSignIn tells whether the user must prove who they are before the request
// goes on: there is no session, or it is not fresh enough, or the request wants
// it in any case. signedIn is whether they did so within this very request.
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

// NeedsConsent tells whether the user must be asked. What was allowed before
// need not be asked again, except by prompt=consent, and except for a client
// that another program could pretend to be: a native one, or one without
// credentials (RFC 8252 §8.6, RFC 6749 §10.2).
//
// offline_access is a scope like any other here: nobody gets it without a page
// that named it (OIDC Core §11).
func (r *AuthorizationRequest) NeedsConsent(c *Client, before *Consent) bool {
	return r.Asks("consent") || !c.Remembered() || !before.Covers(r.Permissions())
}

// Remembered tells whether what a user allowed the client may be remembered.
func (c *Client) Remembered() bool { return !c.Public() && c.ApplicationType != ApplicationNative }
