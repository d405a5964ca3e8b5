package bearer

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// retryAfter is what callers are told while something cannot be checked.
const retryAfter = time.Second

// tokenRules are what accesstoken.Parse decides, in our order: the issuer comes first,
// because it decides whose keys are used.
var tokenRules = []oauth.Rule{
	TokenFormat.FailsOn(accesstoken.ErrMalformed),
	JWTIss.FailsOn(accesstoken.ErrIssuer),
	JWTAlgAllow.FailsOn(accesstoken.ErrAlgorithm),
	JWTCrit.FailsOn(accesstoken.ErrCritical),
	JWTTyp.FailsOn(accesstoken.ErrType),
	JWTKidKnown.FailsOn(accesstoken.ErrKey),
	JWTSig.FailsOn(accesstoken.ErrSignature),
	Aud.FailsOn(accesstoken.ErrAudience),
	JWTExp.FailsOn(accesstoken.ErrExpired),
	JWTClaims.FailsOn(accesstoken.ErrClaims),
}

// Authorize returns the token of the request if it is valid and does what is
// required, else an *oauth.Error that knows its status and challenge. The
// middleware calls it; call it yourself where the requirement depends on the
// request, after SetNonce.
func (v *Validator) Authorize(r *http.Request, need Requirement) (*Token, error) {
	presented, err := v.credentials(r)
	if err != nil {
		return nil, v.challenged(err, presented.scheme, need)
	}
	token, err := v.judge(r, presented, need)
	if err != nil {
		return nil, v.challenged(err, presented.scheme, need)
	}
	return token, nil
}

// judge asks, in this order: is the token valid, is this its holder, was it
// revoked, is it enough, and was the proof used before. The proof comes last: it is
// spent by asking, and a request that is refused for another reason must not spend it.
func (v *Validator) judge(r *http.Request, presented credentials, need Requirement) (*Token, error) {
	ctx := r.Context()
	token, err := v.verify(ctx, presented.raw)
	if err != nil {
		return nil, err
	}
	oauth.AboutClient(ctx, token.ClientID)
	oauth.AboutGrant(ctx, token.Claims.GrantID)
	oauth.AboutSubject(ctx, token.Subject)
	proof, err := v.requireHolder(r, presented, token)
	if err != nil {
		return nil, err
	}
	if err := v.unrevoked(ctx, token); err != nil {
		return nil, err
	}
	if err := need.metBy(ctx, token, v.cfg.Now()); err != nil {
		return nil, err
	}
	return token, v.unused(ctx, proof)
}

// verify is RFC 9068 §4, or the memory of having done it, or the word of others.
func (v *Validator) verify(ctx context.Context, raw string) (*Token, error) {
	if v.cfg.IntrospectAll || v.cfg.Introspection != nil && strings.Count(raw, ".") != 2 {
		return v.introspect(ctx, raw)
	}
	key := keyOf(raw)
	token := v.cache.get(key)
	if token == nil {
		return v.verifyJWT(ctx, raw, key)
	}
	if !v.cfg.Now().Before(token.Claims.ExpiresAt.Add(v.cfg.ClockSkew)) { // the rest cannot have changed
		v.cache.drop(key)
		return nil, report(ctx, accesstoken.ErrExpired)
	}
	return token, report(ctx, nil)
}

// verifyJWT verifies a token that was not seen before.
func (v *Validator) verifyJWT(ctx context.Context, raw string, key cacheKey) (*Token, error) {
	issuer, err := v.issuerOf(raw)
	if err != nil {
		return nil, report(ctx, err)
	}
	if err := issuer.keys.ready(); err != nil {
		return nil, unavailable(err, "the keys of the authorization server are not known yet")
	}
	generation := issuer.keys.generation.Load()
	claims, err := issuer.parser.Parse(raw)
	if err := report(ctx, err); err != nil {
		return nil, err
	}
	token := NewToken(claims)
	token.keys, token.generation = issuer.keys, generation
	v.cache.put(key, token)
	return token, nil
}

// strict is base64url that has one spelling for each value.
var strict = base64.RawURLEncoding.Strict()

// issuerOf finds the issuer that a token names, to know whose keys may verify
// it. Nothing is verified yet; nothing is fetched for an issuer that is not ours.
func (v *Validator) issuerOf(raw string) (*issuer, error) {
	_, rest, _ := strings.Cut(raw, ".")
	segment, _, complete := strings.Cut(rest, ".")
	if len(raw) > accesstoken.MaxLength || !complete {
		return nil, accesstoken.ErrMalformed
	}
	payload, err := strict.DecodeString(segment)
	if err != nil {
		return nil, accesstoken.ErrMalformed
	}
	var said struct {
		Issuer string `json:"iss"`
	}
	if err := json.Unmarshal(payload, &said); err != nil {
		return nil, accesstoken.ErrMalformed
	}
	if issuer, ok := v.issuers[said.Issuer]; ok {
		return issuer, nil
	}
	return nil, accesstoken.ErrIssuer
}

// report reports the rules. It adds the names of missing claims to the refusal: the
// signature was valid, so this tells an attacker nothing, and shows what the issuer has
// to change.
func report(ctx context.Context, err error) error {
	err = oauth.Decided(ctx, err, tokenRules)
	if err == nil {
		return nil
	}
	var refused *oauth.Error // allocated, so only for a refusal
	if errors.As(err, &refused) && refused.Check == &JWTClaims {
		refused.Description = refused.Unwrap().Error()
	}
	return err
}
