package authorize

import (
	"context"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// check is the second group of checks, in their order. Their errors are sent to the client. It
// also fills in the request.
func (h *Handler) check(ctx context.Context, client *core.Client, p parameters, r *core.AuthorizationRequest) error {
	for _, step := range []func(context.Context, *core.Client, parameters, *core.AuthorizationRequest) error{
		h.single, h.length, h.form, h.pkce, h.scope, h.openID, h.hint, h.claims, h.key,
	} {
		if err := step(ctx, client, p, r); err != nil {
			return err
		}
	}
	return nil
}

// single refuses repeated parameters (RFC 6749 §3.1).
func (h *Handler) single(ctx context.Context, _ *core.Client, p parameters, _ *core.AuthorizationRequest) error {
	return checks.RequestSingle.RequireNil(ctx, p.why())
}

// form checks the kind of the request: no request object, and a response type and mode that the
// server supports and the client may use.
func (h *Handler) form(ctx context.Context, client *core.Client, p parameters, r *core.AuthorizationRequest) error {
	return first(
		func() error { return checks.RequestObjectAbsent.Require(ctx, !p.Has("request")) },
		func() error { return checks.RequestURIAbsent.Require(ctx, !p.Has("request_uri")) },
		func() error { return checks.ResponseTypePresent.Require(ctx, p.Has("response_type")) },
		func() error { return checks.ResponseTypeCode.Require(ctx, p.Get("response_type") == "code") },
		func() error {
			return checks.ResponseModeKnown.Require(ctx, knownMode(p.Get("response_mode"), r.RedirectURI))
		},
		func() error {
			return checks.ClientCodeAllowed.RequireComparing(ctx, client.MayUse(oauth.AuthorizationCodeGrant), func() oauth.Mismatch { return client.LacksGrant(oauth.AuthorizationCodeGrant) })
		},
	)
}

// pkce is RFC 7636 §4.3 without the method plain (RFC 9700 §2.1.1). A client that may omit the
// challenge must still send a valid one if it sends one.
func (h *Handler) pkce(ctx context.Context, client *core.Client, p parameters, r *core.AuthorizationRequest) error {
	challenge, method := p.Get("code_challenge"), p.Get("code_challenge_method")
	r.CodeChallenge = challenge
	return first(
		func() error { return checks.PKCERequired.Require(ctx, challenge != "" || client.PKCEOptional) },
		func() error {
			ok := method == oauth.S256 && oauth.IsS256Challenge(challenge)
			return checks.PKCES256Only.Require(ctx, ok || challenge == "" && method == "")
		},
	)
}

// scope is RFC 6749 §3.3, resource RFC 8707 §2.
func (h *Handler) scope(ctx context.Context, client *core.Client, p parameters, r *core.AuthorizationRequest) error {
	scope, err := oauth.ParseScope(p.Get("scope"))
	r.Scope, r.Resource = scope, distinct(p.Values["resource"])
	return first(
		func() error { return checks.ScopeWellFormed.RequireNil(ctx, err) },
		func() error { return checks.ScopePresent.Require(ctx, len(scope) > 0) },
		func() error {
			return checks.ScopeKnown.RequireComparing(ctx, h.Scopes.ScopesExist(scope) && scope.Within(client.Scope), func() oauth.Mismatch { return client.LacksScope(scope) })
		},
		func() error {
			_, err := h.Scopes.Audience(scope, r.Resource)
			return checks.ResourceKnown.RequireNil(ctx, err)
		},
	)
}

// openID reads what OIDC Core §3.1.2.1 adds.
func (h *Handler) openID(ctx context.Context, _ *core.Client, p parameters, r *core.AuthorizationRequest) error {
	prompt, promptErr := parsePrompt(p.Get("prompt"))
	maxAge, maxAgeErr := parseMaxAge(p.Get("max_age"))
	r.Nonce, r.Prompt, r.MaxAge = p.Get("nonce"), prompt, maxAge
	if hint := p.Get("login_hint"); len(hint) <= maxLoginHint {
		r.LoginHint = hint
	}
	return first(
		func() error { return checks.PromptWellFormed.RequireNil(ctx, promptErr) },
		func() error { return checks.MaxAgeWellFormed.RequireNil(ctx, maxAgeErr) },
	)
}

// hint is id_token_hint: an ID token of ours, and the user whom it names. That user
// is the only one who may get an answer; the hint signs nobody in. So an unverified
// one does no harm here.
func (h *Handler) hint(ctx context.Context, _ *core.Client, p parameters, r *core.AuthorizationRequest) error {
	if !p.Has("id_token_hint") {
		return nil
	}
	hint, err := h.Hints.Hint(ctx, p.Get("id_token_hint"))
	r.HintSubject = hint.Subject
	return checks.IDTokenHintGenuine.RequireNil(ctx, err)
}
