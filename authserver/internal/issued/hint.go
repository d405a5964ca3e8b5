package issued

import (
	"context"
	"errors"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// IDTokenHint is the content of an ID token of this server that a client sent as a hint.
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

// hintKind declares what an ID token must have to serve as a hint. It may have expired (OIDC
// RP-Initiated Logout §2). An access token is no hint, although the same issuer signed it
// (RFC 8725 §3.11). Any client may be its audience.
func hintKind(o Options) jose.Kind {
	return jose.Kind{
		Name:       "id_token_hint",
		MaxBytes:   accesstoken.MaxLength,
		Types:      []string{"JWT"},
		Algorithms: algorithms(),
		Keys:       o.Keys,
		Issuer:     o.Issuer,
		Required:   []string{"iss", "sub", "aud", "exp"}, // OIDC Core §2
		Timeless:   true,
	}
}

// Hint reads an ID token of ours. A key is removed some time after its rotation, but sessions
// may last longer: then the result is marked Unverified. For a token that is not an ID token
// of ours for one client, Hint returns core.ErrNotFound, which wraps the broken rule.
func (t *Tokens) Hint(ctx context.Context, raw string) (IDTokenHint, error) {
	var claims hintClaims
	keyGone, err := t.judgeHint(ctx, raw, &claims)
	if err == nil && len(claims.Audience) != 1 {
		err = jose.ErrAudience
	}
	if err != nil {
		return IDTokenHint{}, errors.Join(core.ErrNotFound, err)
	}
	return IDTokenHint{Subject: claims.Subject, ClientID: claims.Audience[0], SessionID: claims.SessionID, Unverified: keyGone}, nil
}

// judgeHint applies all rules, except the one about the signature if the key was removed.
func (t *Tokens) judgeHint(ctx context.Context, raw string, claims *hintClaims) (keyGone bool, err error) {
	token, err := jose.Read(raw, t.hints.MaxBytes, claims)
	if err != nil {
		return false, err
	}
	err = t.hints.Judge(ctx, token)
	if errors.Is(err, core.ErrNotFound) {
		return true, t.hints.JudgeClaims(token)
	}
	return false, err
}
