package core

import "time"

// Redemption is a code that its client brings to the token endpoint, with the
// proofs that must agree with it (RFC 6749 §4.1.3, RFC 7636 §4.5).
type Redemption struct {
	Code         string            // as presented
	Issued       AuthorizationCode // what it stands for
	RedirectURI  string            // as presented, "" if omitted
	CodeVerifier string            // as presented, "" if omitted
	Audience     []string          // of the access token: the grant's, or less (RFC 8707 §2.2)
}

// Issue is what a grant gave: the tokens, and the grant that they come from.
type Issue struct {
	Grant        Grant
	AccessToken  string
	RefreshToken string        // "" if the client gets none
	ExpiresIn    time.Duration // of the access token

	KeyThumbprint string // the key that the access token is bound to, "" for a bearer token
}
