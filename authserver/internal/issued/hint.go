package issued

import (
	"errors"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
)

// IDTokenHint is what an ID token of ours says, used as a hint.
type IDTokenHint struct {
	Subject   string
	ClientID  string // the audience
	SessionID string // "" if the token has no sid
}

// hintClaims are the claims that a hint is read for.
type hintClaims struct {
	jwt.RegisteredClaims
	SessionID string `json:"sid"`
}

// ErrHint says that a hint is not an ID token that we issued.
var ErrHint = errors.New("not an ID token of ours")

// Hint reads an ID token that we signed; it may have expired (OIDC RP-Initiated
// Logout §2). Else it returns core.ErrNotFound. An access token is no hint,
// although the same issuer signed it (RFC 8725 §3.11).
func (t *Tokens) Hint(raw string) (IDTokenHint, error) {
	if len(raw) > accesstoken.MaxLength {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, ErrHint)
	}
	var claims hintClaims
	token, err := t.hints.ParseWithClaims(raw, &claims, t.keys)
	if err != nil {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, err)
	}
	typ, _ := token.Header["typ"].(string)
	_, critical := token.Header["crit"]
	if critical || !strings.EqualFold(typ, "JWT") || claims.Issuer != t.issuer || claims.Subject == "" || claims.ExpiresAt == nil || len(claims.Audience) != 1 {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, ErrHint)
	}
	return IDTokenHint{Subject: claims.Subject, ClientID: claims.Audience[0], SessionID: claims.SessionID}, nil
}
