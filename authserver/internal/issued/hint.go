package issued

import (
	"context"
	"errors"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// IDTokenHint is what an ID token of ours says, used as a hint.
type IDTokenHint struct {
	Subject   string
	ClientID  string // the audience
	SessionID string // "" if the token has no sid

	// Unverified says that the key of the token was removed, so that the signature cannot
	// be verified. An attacker may have written the token: it may only restrict what the
	// request can do, and must never allow anything.
	Unverified bool
}

// hintClaims are the claims that a hint is read for.
type hintClaims struct {
	jose.Claims
	SessionID string `json:"sid"`
}

// ErrHint says that a hint is not an ID token that we issued.
var ErrHint = errors.New("not an ID token of ours")

// Hint reads an ID token of ours; it may have expired (OIDC RP-Initiated Logout §2).
// A key is removed some time after its rotation, but sessions may last longer: then the
// result is marked Unverified. For anything else Hint returns core.ErrNotFound. An
// access token is no hint, although the same issuer signed it (RFC 8725 §3.11).
func (t *Tokens) Hint(raw string) (IDTokenHint, error) {
	var claims hintClaims
	err := t.hints.Verify(context.Background(), raw, &claims) // our own keys are in memory
	keyGone := errors.Is(err, core.ErrNotFound)
	if err != nil && !keyGone {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, err)
	}
	if !t.isIDToken(&claims) {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, ErrHint)
	}
	return IDTokenHint{Subject: claims.Subject, ClientID: claims.Audience[0], SessionID: claims.SessionID, Unverified: keyGone}, nil
}

// hintKind declares what an ID token that is used as a hint must have. It may have expired.
// Claims are for isIDToken, which also judges those of a token whose key was removed.
func hintKind(keys jose.Keys) jose.Kind {
	return jose.Kind{
		Name: "ID token hint", MaxBytes: accesstoken.MaxLength, Types: []string{"JWT"},
		Algorithms: algorithms(), Keys: keys, Timeless: true,
	}
}

// isIDToken reports whether the claims are those of an ID token of ours.
func (t *Tokens) isIDToken(claims *hintClaims) bool {
	return claims.Issuer == t.issuer && claims.Subject != "" && !claims.ExpiresAt.IsZero() && len(claims.Audience) == 1
}
