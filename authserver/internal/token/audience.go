package token

import (
	"context"
	"slices"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Audiences finds the resources that a scope is for.
type Audiences interface {
	// Audience gives the resources that own a token of the scope, narrowed to
	// those asked for; an asked one that owns none is an error (RFC 8707 §2).
	Audience(scope oauth.Scope, resource []string) ([]string, error)
	// ScopeAt returns the scope tokens that are defined at the audience. Those about a user, such
	// as openid, are defined at every audience, also at none.
	ScopeAt(audience []string, scope oauth.Scope) oauth.Scope
}

// oneResource refuses a request for a token for several resources: whoever gets
// it at one of them could use it at the others (RFC 9700 §2.3).
func oneResource(ctx context.Context, asked []string) error {
	several := slices.ContainsFunc(asked, func(resource string) bool {
		_, same := core.FindResource(asked[:1], resource)
		return !same
	})
	return checks.ResourceOne.Require(ctx, !several)
}

// entitle determines scope and audience of the access token for a code. A scope that the
// registration of the client no longer allows is left out. If nothing is left at the audience, the request is refused (RFC 6749
// §3.3), and the code is not used up.
func entitle(ctx context.Context, in Audiences, client *core.Client, r *core.Redemption, asked []string) (err error) {
	r.Issued.Scope = r.Issued.Scope.Intersect(client.Scope)
	if r.Audience, err = narrow(ctx, in, r.Issued.Audience, asked, r.Issued.Scope); err != nil { // RFC 8707 §2.2
		return err
	}
	return checks.ScopeKnown.Require(ctx, len(in.ScopeAt(r.Audience, r.Issued.Scope)) > 0)
}

// narrow returns the audience of one access token, which is one of the granted
// resources: the requested one (RFC 8707 §2.2); without the parameter resource, the first
// one that owns a requested scope token, so that a client without RFC 8707 can choose by
// scope; else the first granted one (RFC 9068 §3: a default resource).
func narrow(ctx context.Context, in Audiences, granted, asked []string, scope oauth.Scope) ([]string, error) {
	if err := oneResource(ctx, asked); err != nil {
		return nil, err
	}
	if len(asked) > 0 {
		id, known := core.FindResource(granted, asked[0])
		return []string{id}, checks.ResourceKnown.Require(ctx, known)
	}
	if err := checks.ResourceOne.Require(ctx, len(granted) > 0); err != nil {
		return nil, err
	}
	owners, err := in.Audience(scope, nil)
	if err != nil {
		return nil, err
	}
	for i, resource := range granted {
		if slices.Contains(owners, resource) {
			return granted[i : i+1], nil
		}
	}
	return granted[:1], nil
}
