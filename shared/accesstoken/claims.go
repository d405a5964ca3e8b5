package accesstoken

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Type is the typ header of an access token. It prevents an ID token or another JWT of the same
// issuer from being accepted as an access token (RFC 9068 §2.1, RFC 8725 §3.11).
const Type = "at+jwt"

// Claims is the payload of an access token (RFC 9068 §2.2). It contains no personal data (§6): name
// and email of the user are available at the userinfo endpoint.
type Claims struct {
	jose.Claims            // iss, sub, aud, exp, iat, jti
	ClientID      string   `json:"client_id"`           // RFC 8693 §4.3
	Scope         string   `json:"scope,omitempty"`     // RFC 8693 §4.2
	AuthTime      int64    `json:"auth_time,omitempty"` // seconds since the epoch, RFC 9068 §2.2.1
	ACR           string   `json:"acr,omitempty"`
	AMR           []string `json:"amr,omitempty"`
	SessionID     string   `json:"sid,omitempty"`             // the user's session at the authorization server
	GrantID       string   `json:"gid,omitempty"`             // the grant of the token: revoking the grant revokes the token (private claim)
	UserInfo      []string `json:"userinfo_claims,omitempty"` // names of claims that userinfo returns in addition to those of the scope (private claim, OIDC Core §5.5)
	ExchangedFrom []string `json:"exchanged_from,omitempty"`  // jti of the tokens that it was exchanged from: revoking one of them revokes it (private claim)
	ExchangedAt   []string `json:"exchanged_at,omitempty"`    // resources of those tokens: it cannot be exchanged for one of them again (private claim)
	GrantType     string   `json:"gty,omitempty"`             // GrantTypeClient if a client acts for itself and sub does not show this (private claim, also used by Auth0)

	Confirmation *oauth.Confirmation `json:"cnf,omitempty"` // RFC 7800 §3.1; nil for a bearer token

	Actor  *oauth.Actor `json:"act,omitempty"`     // RFC 8693 §4.1; nil if nobody acts for the subject
	MayAct *oauth.Actor `json:"may_act,omitempty"` // RFC 8693 §4.4; nil if it names no actor

	Other jsontext.Value `json:",embed"` // the claims without a field above, as a JSON object; see Claim
}

// GrantTypeClient is the gty of a token that a client got for itself (RFC 6749 §4.4), and of tokens
// from its exchange (RFC 8693).
const GrantTypeClient = "client-credentials"

// User returns the subject if it is a user, or false if a client acts for itself: then sub is equal
// to client_id (RFC 9068 §2.2), or gty is GrantTypeClient. An attacker may have registered a client
// whose client_id is the sub of a user; its own token must not count as a token of that user (RFC
// 9700 §4.15). A token without client_id, which only introspection allows (RFC 7662 §2.2), does not
// show the difference, so User returns false for it too.
func (c *Claims) User() (sub string, ok bool) {
	if c.Subject == "" || c.ClientID == "" || c.Subject == c.ClientID || c.GrantType == GrantTypeClient {
		return "", false
	}
	return c.Subject, true
}

// Key returns the thumbprint of the key that the token is bound to (RFC 9449 §6.1), or "" for a
// bearer token.
func (c *Claims) Key() string {
	if c.Confirmation == nil {
		return ""
	}
	return c.Confirmation.JKT
}

// Scopes returns the scope as a set. A malformed scope is an empty set.
func (c *Claims) Scopes() oauth.Scope {
	scope, err := oauth.ParseScope(c.Scope)
	if err != nil {
		return nil
	}
	return scope
}

// InRange reports whether exp, nbf, iat and auth_time are dates in range. An absent claim is in
// range.
func (c *Claims) InRange() bool {
	_, ok := oauth.DateOf(c.AuthTime)
	return ok && c.Claims.InRange()
}

// Claim decodes any claim of the token into value, also a claim without a field: roles, groups and
// entitlements (RFC 9068 §2.2.3.1), authorization_details (RFC 9396 §9.1), or a private one. It
// returns false if the token does not have the claim, and an error if the claim has another type
// than value.
func (c *Claims) Claim(name string, value any) (bool, error) {
	if found, err := jose.Member(c.Other, name, value); found {
		return true, err
	}
	fields, err := jose.Encode(c)
	if err != nil {
		return false, err
	}
	return jose.Member(fields, name, value)
}

// missing returns a jose.ErrClaims that names the missing claims of those that RFC 9068 §2.2
// requires, or nil if there are none.
func (c *Claims) missing() error {
	var missing []string
	for _, claim := range [...]struct {
		name string
		has  bool
	}{
		{"iss", c.Issuer != ""},
		{"sub", c.Subject != ""},
		{"aud", len(c.Audience) > 0},
		{"client_id", c.ClientID != ""},
		{"exp", !c.ExpiresAt.IsZero()},
		{"iat", !c.IssuedAt.IsZero()},
		{"jti", c.ID != ""},
	} {
		if !claim.has {
			missing = append(missing, claim.name)
		}
	}
	return jose.Missing(missing...)
}

// SignedInBy returns the latest time at which the user can have signed in, or the zero time without
// auth_time. The claim auth_time has whole seconds. A sign-in that follows a change of the password
// within the same second must not appear to be earlier than the change.
func (c *Claims) SignedInBy() time.Time {
	if c.AuthTime == 0 {
		return time.Time{}
	}
	return time.Unix(c.AuthTime, int64(time.Second-1))
}
