package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// Redemption is a code at the token endpoint, with the parameters that must match its record
// (RFC 6749 §4.1.3, RFC 7636 §4.5).
type Redemption struct {
	Code         string            // as presented
	Issued       AuthorizationCode // its record
	Device       bool              // a device code (RFC 8628), which is redeemed as a code is
	RedirectURI  string            // as presented, "" if omitted
	CodeVerifier string            // as presented, "" if omitted
	Audience     []string          // of the access token: the grant's, or less (RFC 8707 §2.2)
}

// AccessToken is a signed access token.
type AccessToken struct {
	Value     string
	Scope     oauth.Scope // what it allows at its audience (RFC 9068 §2.2.3)
	ExpiresIn time.Duration
}

// Issue holds the tokens of one response, and their grant.
type Issue struct {
	Grant        Grant
	AccessToken  AccessToken
	RefreshToken string // "" if the client gets none

	KeyThumbprint string // the key that the access token is bound to, "" for a bearer token
}
