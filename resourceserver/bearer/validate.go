package bearer

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// retryAfter is the Retry-After of a 503.
const retryAfter = time.Second

// tokenRules assigns the errors of jose.Kind to checks. The issuer comes first, because it decides
// which keys are used.
var tokenRules = []oauth.Rule{
	TokenFormat.FailsOn(jose.ErrMalformed),
	JWTIss.FailsOn(jose.ErrIssuer),
	JWTAlgAllow.FailsOn(jose.ErrAlgorithm),
	JWTCrit.FailsOn(jose.ErrCritical),
	JWTTyp.FailsOn(jose.ErrType),
	JWTKidKnown.FailsOn(jose.ErrKey),
	JWTSig.FailsOn(jose.ErrSignature),
	Aud.FailsOn(jose.ErrAudience),
	JWTExp.FailsOn(jose.ErrTime),
	JWTClaims.FailsOn(jose.ErrClaims),
}

// Authorize returns the token of the request if the token is valid and fulfils the requirement.
// Otherwise it returns an *oauth.Error with status and challenge. The middleware calls it. Call it
// directly, after SetNonce, where the requirement depends on the request.
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

// judge checks, in this order: the token is valid, the sender holds its key, it is not revoked, it
// fulfils the requirement, and the proof is unused. The last check uses up the proof, so it must
// come after all others: a request that is refused for another reason must not use up its proof.
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

// verify verifies a token: by introspection, from the cache, or as a JWT (RFC 9068 §4).
func (v *Validator) verify(ctx context.Context, raw string) (*Token, error) {
	if v.cfg.IntrospectAll || v.cfg.Introspection != nil && strings.Count(raw, ".") != 2 {
		return v.introspect(ctx, raw)
	}
	key := keyOf(raw)
	token := v.cache.get(key)
	if token == nil {
		return v.verifyJWT(ctx, raw, key)
	}
	seen := token.signature
	seen.Cached = true
	if !v.cfg.Now().Before(token.Claims.ExpiresAt.Add(v.cfg.ClockSkew)) { // nothing else of a cached token can have changed
		v.cache.drop(key)
		seen.Status, seen.Why = jose.Refused, jose.ErrExpired.Error()
		jose.Report(ctx, raw, seen)
		return nil, report(ctx, jose.ErrExpired)
	}
	jose.Report(ctx, raw, seen)
	return token, report(ctx, nil)
}

// verifyJWT verifies a token that is not in the cache. If the issuer is not configured, it fetches
// nothing.
func (v *Validator) verifyJWT(ctx context.Context, raw string, key cacheKey) (*Token, error) {
	claims := &accesstoken.Claims{}
	unverified, err := jose.Read(raw, accesstoken.MaxLength, claims)
	if err != nil {
		return nil, report(ctx, err)
	}
	issuer, ours := v.issuers[claims.Issuer]
	if !ours {
		return nil, report(ctx, jose.ErrIssuer)
	}
	if err := issuer.keys.Ready(); err != nil {
		return nil, noKeys(err)
	}
	generation := issuer.keys.Generation()
	err = issuer.kind.Judge(ctx, unverified)
	if errors.Is(err, jose.ErrNoKeys) { // the keys were withdrawn during the verification
		return nil, noKeys(err)
	}
	if err := report(ctx, err); err != nil {
		return nil, err
	}
	token := NewToken(claims)
	token.keys, token.generation, token.signature = issuer.keys, generation, unverified.Signature(nil)
	v.cache.put(key, token)
	return token, nil
}

func noKeys(cause error) error {
	return unavailable(cause, "the keys of the authorization server are not known yet")
}

// report reports each check that passed, and returns the refusal of the one that failed. The
// refusal names missing claims: the signature was valid, so an attacker learns nothing, and the
// operator of the issuer learns what to correct.
func report(ctx context.Context, err error) error {
	err = oauth.Decided(ctx, err, tokenRules)
	if refused, ok := errors.AsType[*oauth.Error](err); ok && refused.Check == &JWTClaims {
		refused.Description = refused.Unwrap().Error()
	}
	return err
}
