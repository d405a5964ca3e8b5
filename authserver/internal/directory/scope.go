package directory

import (
	"errors"
	"slices"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// ErrUnknownResource says that an asked resource is not registered, or owns
// none of the scope (RFC 8707 §2).
var ErrUnknownResource = errors.New("resource is not registered, or owns none of the scope")

// DescribeScope tells in words what a scope lets a client do. It reports false
// for a scope that does not exist. A single claim, such as claim:email, has words
// too: no client can be registered for it as a scope.
func (d *Directory) DescribeScope(token string) (text string, ok bool) {
	if text, ok := claims.DescribeScope(token); ok {
		return text, true
	}
	for _, r := range d.resources {
		if text, ok := r.Scopes[token]; ok {
			return text, true
		}
	}
	return claims.DescribePermission(token)
}

// ScopesSupported lists every scope: OpenID Connect's, then those of the
// resources by name.
func (d *Directory) ScopesSupported() []string {
	var all []string
	for _, s := range claims.Scopes() {
		all = append(all, s.Token)
	}
	var own []string
	for _, r := range d.resources {
		for token := range r.Scopes {
			own = append(own, token)
		}
	}
	slices.Sort(own)
	return append(all, own...)
}

// ScopeAt gives the tokens of scope that mean something at the audience: those
// that its resources own, and those of OpenID Connect, which mean something to the
// issuer and its userinfo endpoint wherever the token is for (OIDC Core §5.3).
func (d *Directory) ScopeAt(audience []string, scope oauth.Scope) oauth.Scope {
	var there oauth.Scope
	for _, token := range scope {
		_, identity := claims.DescribeScope(token)
		owned := slices.ContainsFunc(d.resources, func(r *core.Resource) bool {
			_, here := core.FindResource(audience, r.ID)
			return here && len(r.Owns(oauth.Scope{token})) > 0
		})
		if identity || owned {
			there = append(there, token)
		}
	}
	return there
}

// Audience gives the resources that own the scope, narrowed to the asked ones
// if there are any (RFC 8707 §2). It returns ErrUnknownResource for an asked
// resource that owns none of it. A scope that belongs to no resource is for the
// issuer itself: its userinfo endpoint.
func (d *Directory) Audience(scope oauth.Scope, asked []string) ([]string, error) {
	var owners []string
	for _, r := range d.resources {
		if len(r.Owns(scope)) > 0 {
			owners = append(owners, r.ID)
		}
	}
	if len(asked) == 0 {
		if len(owners) == 0 {
			return []string{d.issuer}, nil
		}
		return owners, nil
	}
	var named []string
	for _, one := range asked {
		id, owns := core.FindResource(owners, one)
		if !owns {
			return nil, ErrUnknownResource
		}
		named = append(named, id)
	}
	return slices.DeleteFunc(owners, func(id string) bool { return !slices.Contains(named, id) }), nil
}
