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

// retryAfter is what callers are told while something cannot be checked.
const retryAfter = time.Second

// tokenRules are what the kind of an access token decides, in our order: the issuer comes first,
// because it decides whose keys are used.
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
		return nil, report(ctx, jose.ErrExpired)
	}
	return token, report(ctx, nil)
}

// verifyJWT verifies a token that was not seen before. Nothing is fetched for an issuer that
// is not ours.
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
	if errors.Is(err, jose.ErrNoKeys) { // they were withdrawn in this moment
		return nil, noKeys(err)
	}
	if err := report(ctx, err); err != nil {
		return nil, err
	}
	token := NewToken(claims)
	token.keys, token.generation = issuer.keys, generation
	v.cache.put(key, token)
	return token, nil
}

func noKeys(cause error) error {
	return unavailable(cause, "the keys of the authorization server are not known yet")
}

// report reports each rule that passed, and returns the refusal of the one that did not. It
// names the claims that are missing: the signature was valid, so this tells an attacker
// nothing, and shows what the issuer has to change.
func report(ctx context.Context, err error) error {
	err = oauth.Decided(ctx, err, tokenRules)
	if refused, ok := errors.AsType[*oauth.Error](err); ok && refused.Check == &JWTClaims {
		refused.Description = refused.Unwrap().Error()
	}
	return err
}
