package directory

import (
	"errors"
	"slices"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// ErrUnknownResource means that a requested resource is not registered, or owns none of the
// requested scope (RFC 8707 §2).
var ErrUnknownResource = errors.New("resource is not registered, or owns none of the scope")

// ScopesExist tells whether every scope is one of a resource or about a user.
func (d *Directory) ScopesExist(scope oauth.Scope) bool {
	return !slices.ContainsFunc(scope, func(token string) bool {
		_, exists := d.DescribeScope(token)
		return !exists
	})
}

// DescribeScope returns a description of what a scope lets a client do, or false for a scope that
// does not exist. It also describes single claims, such as claim:email, which are no scopes: no
// client can be registered for them.
func (d *Directory) DescribeScope(token string) (text string, ok bool) {
	if s, ok := d.aboutUser(token); ok {
		return s.Description, true
	}
	for _, r := range d.Resources() {
		if text, ok := r.Scopes[token]; ok {
			return text, true
		}
	}
	return d.ClaimRules().DescribePermission(token)
}

// Told says which claims of a user a scope releases by a rule of the seed file, or "" if it releases
// none.
func (d *Directory) Told(token string, user *core.User) string {
	return d.ClaimRules().Told(token, user.Claims)
}

// aboutUser returns a scope of OpenID Connect, or one that the seed file adds to them.
func (d *Directory) aboutUser(token string) (claims.Scope, bool) {
	scopes := d.catalog.Load().scopes
	i := slices.IndexFunc(scopes, func(s claims.Scope) bool { return s.Token == token })
	if i < 0 {
		return claims.Scope{}, false
	}
	return scopes[i], true
}

// ScopesSupported returns every scope: first those about a user, then those of the resources, sorted
// by name.
func (d *Directory) ScopesSupported() []string {
	var all []string
	for _, s := range d.catalog.Load().scopes {
		all = append(all, s.Token)
	}
	var own []string
	for _, r := range d.Resources() {
		for token := range r.Scopes {
			own = append(own, token)
		}
	}
	slices.Sort(own)
	return append(all, own...)
}

// ScopeAt returns the part of scope that applies to the audience: the scopes that its resources
// own, and those about a user. The latter apply to userinfo, whatever the audience is (OIDC Core
// §5.3).
func (d *Directory) ScopeAt(audience []string, scope oauth.Scope) oauth.Scope {
	var there oauth.Scope
	for _, token := range scope {
		_, identity := d.aboutUser(token)
		owned := slices.ContainsFunc(d.Resources(), func(r *core.Resource) bool {
			_, here := core.FindResource(audience, r.ID)
			return here && len(r.Owns(oauth.Scope{token})) > 0
		})
		if identity || owned {
			there = append(there, token)
		}
	}
	return there
}

// Audience returns the resources that own the scope, limited to the asked ones if there are any
// (RFC 8707 §2). If no resource owns the scope, the audience is the issuer, for its userinfo
// endpoint. It returns ErrUnknownResource for an asked resource that owns none of the scope.
func (d *Directory) Audience(scope oauth.Scope, asked []string) ([]string, error) {
	var owners []string
	for _, r := range d.Resources() {
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
