package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// AuthorizationCode is the record of a code: the user, the client, what was allowed, and what
// the client must prove to redeem it (RFC 6749 §4.1.2, RFC 7636 §4.4).
type AuthorizationCode struct {
	GrantID       string        `json:"gid"` // the grant that redemption starts, and replay ends
	ClientID      string        `json:"client_id"`
	Subject       string        `json:"sub"`
	RedirectURI   string        `json:"redirect_uri"`
	Scope         oauth.Scope   `json:"scope"`
	Audience      []string      `json:"aud"`
	CodeChallenge string        `json:"code_challenge,omitempty"`
	Nonce         string        `json:"nonce,omitempty"`
	SessionID     string        `json:"sid"`
	SessionEnds   time.Time     `json:"session_ends,omitzero"` // the absolute end of the session
	AuthTime      time.Time     `json:"auth_time"`
	ACR           string        `json:"acr,omitempty"`
	AMR           []string      `json:"amr,omitempty"`
	Claims        ClaimsRequest `json:"claims,omitzero"`
	KeyThumbprint string        `json:"jkt,omitempty"` // the key that the redeemer must prove, "" for none (RFC 9449 §10)
	IssuedAt      time.Time     `json:"iat"`
	ExpiresAt     time.Time     `json:"exp"`
}

// ProvenBy reports whether the token request r proves what the code is bound to: the verifier, the
// redirect URI and the key (RFC 7636 §4.6, RFC 6749 §4.1.3, RFC 9449 §10). key is the thumbprint of the
// key in the DPoP proof of the request, "" for none. It returns false for a code without a challenge.
func (c *AuthorizationCode) ProvenBy(r Redemption, key string) bool {
	return oauth.VerifierMatches(r.CodeVerifier, c.CodeChallenge) && r.RedirectURI == c.RedirectURI &&
		(c.KeyThumbprint == "" || c.KeyThumbprint == key)
}
