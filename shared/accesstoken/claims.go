package accesstoken

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Type is the typ header of an access token; it keeps ID tokens and other JWTs
// of the same issuer from being taken for one (RFC 9068 §2.1, RFC 8725 §3.11).
const Type = "at+jwt"

// Claims is the payload of an access token (RFC 9068 §2.2). It holds no
// personal data (§6): the name and email of a user are at the userinfo endpoint.
type Claims struct {
	jose.Claims            // iss, sub, aud, exp, iat, jti
	ClientID      string   `json:"client_id"`           // RFC 8693 §4.3
	Scope         string   `json:"scope,omitempty"`     // RFC 8693 §4.2
	AuthTime      int64    `json:"auth_time,omitempty"` // seconds since the epoch, RFC 9068 §2.2.1
	ACR           string   `json:"acr,omitempty"`
	AMR           []string `json:"amr,omitempty"`
	SessionID     string   `json:"sid,omitempty"`             // the user's session at the authorization server
	GrantID       string   `json:"gid,omitempty"`             // the grant it came from: revoking the grant ends the token (private claim)
	UserInfo      []string `json:"userinfo_claims,omitempty"` // names of claims that userinfo releases beside those of the scope (private claim, OIDC Core §5.5)
	ExchangedFrom []string `json:"exchanged_from,omitempty"`  // jti of the subject tokens that it was exchanged from: revoking one ends it (private claim)
	ExchangedAt   []string `json:"exchanged_at,omitempty"`    // resources of those subject tokens: the chain does not come back to one (private claim)
	GrantType     string   `json:"gty,omitempty"`             // GrantTypeClient where sub does not show that no user is involved (private claim; Auth0 writes it, too)

	Confirmation *oauth.Confirmation `json:"cnf,omitempty"` // RFC 7800 §3.1; nil for a bearer token

	Actor  *oauth.Actor `json:"act,omitempty"`     // RFC 8693 §4.1; nil if nobody acts for the subject
	MayAct *oauth.Actor `json:"may_act,omitempty"` // RFC 8693 §4.4; nil if it names nobody in particular

	Other jsontext.Value `json:",embed"` // the claims that have no field above, as a JSON object: see Claim
}

// GrantTypeClient is gty of a token with which a client acts for itself (RFC 6749
// §4.4), and of what it was exchanged for (RFC 8693).
const GrantTypeClient = "client-credentials"

// User is the subject of the token if that is a user; false if a client acts for
// itself. Such a token has sub = client_id (RFC 9068 §2.2), or says so in gty. An
// attacker may have registered a client whose client_id is the sub of a user: its
// own token must not count as one of that user (RFC 9700 §4.15). A token without
// client_id, which only introspection allows (RFC 7662 §2.2), does not show the
// difference, so it has no user either.
func (c *Claims) User() (sub string, ok bool) {
	if c.Subject == "" || c.ClientID == "" || c.Subject == c.ClientID || c.GrantType == GrantTypeClient {
		return "", false
	}
	return c.Subject, true
}

// Key is the thumbprint of the key that the holder must prove possession of
// (RFC 9449 §6.1), "" for a bearer token.
func (c *Claims) Key() string {
	if c.Confirmation == nil {
		return ""
	}
	return c.Confirmation.JKT
}

// Scopes gives the scope as a set; a malformed scope is empty.
func (c *Claims) Scopes() oauth.Scope {
	scope, err := oauth.ParseScope(c.Scope)
	if err != nil {
		return nil
	}
	return scope
}

// InRange reports whether exp, nbf, iat and auth_time, as far as they are there, are dates.
func (c *Claims) InRange() bool {
	_, ok := oauth.DateOf(c.AuthTime)
	return ok && c.Claims.InRange()
}

// Claim decodes any claim of the token into value, also one that has no field here: roles,
// groups and entitlements (RFC 9068 §2.2.3.1), authorization_details (RFC 9396 §9.1), or a
// private one. It reports false for a claim that the token does not have, and returns an
// error for one of another type.
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

// missing returns a jose.ErrClaims that names the claims that RFC 9068 §2.2 requires and
// that are not there, nil if all of them are.
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

// SignedInBy is the latest moment at which the user can have signed in. The
// claim auth_time has whole seconds: who signs in after a change of their password,
// within the same second, must not look as if they had signed in before it.
// The zero time stands for a token without the claim.
func (c *Claims) SignedInBy() time.Time {
	if c.AuthTime == 0 {
		return time.Time{}
	}
	return time.Unix(c.AuthTime, int64(time.Second-1))
}
