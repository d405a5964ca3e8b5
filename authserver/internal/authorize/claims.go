package authorize

import (
	"context"
	"slices"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
)

// claims is the claims parameter (OIDC Core §5.5). Only an OpenID Connect
// request has one; of the claims it names the client may have those of the scopes
// that it is registered for, and the user allows each on the consent page.
func (h *Handler) claims(ctx context.Context, client *core.Client, p parameters, r *core.AuthorizationRequest) error {
	if !r.OpenID() {
		return nil
	}
	wanted, err := claims.ParseRequest(p.Get("claims"))
	if err := checks.ClaimsWellFormed.RequireNil(ctx, err); err != nil {
		return err
	}
	rules := h.Scopes.ClaimRules()
	r.Claims = core.ClaimsRequest{
		UserInfo: rules.Pick(wanted.UserInfo, client.Scope), IDToken: rules.Pick(wanted.IDToken, client.Scope),
	}
	r.SingleClaims = rules.Beyond(r.Scope, slices.Concat(r.Claims.UserInfo, r.Claims.IDToken)...)
	return first(
		func() error { return checks.ClaimsSubject.Require(ctx, meansOneUser(wanted.Subjects(), r)) },
		func() error { return checks.ACRAttainable.Require(ctx, wanted.ACRAttainable(core.ACRs())) },
	)
}

// meansOneUser keeps the user whom a request for sub names, who must be the one
// of id_token_hint, if there is one (OIDC Core §5.5.1).
func meansOneUser(subjects []any, r *core.AuthorizationRequest) bool {
	for _, one := range subjects {
		sub, ok := one.(string)
		if !ok || sub == "" || r.HintSubject != "" && r.HintSubject != sub {
			return false
		}
		r.HintSubject = sub
	}
	return true
}
