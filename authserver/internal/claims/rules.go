package claims

import (
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// Place is where claims about a user are written.
type Place string

// The places of claims.
const (
	IDToken     Place = "id_token"
	UserInfo    Place = "userinfo"     // the response of the userinfo endpoint
	AccessToken Place = "access_token" // RFC 9068 §2.2.2, §2.2.3.1
)

// Places returns all places.
func Places() []Place { return []Place{IDToken, UserInfo, AccessToken} }

// Release is a rule of the seed file: a scope releases these claims in these places.
type Release struct {
	Scope  string
	Claims []string
	In     []Place
}

// defaultScope releases, at userinfo, the claims of a user that no rule mentions.
const defaultScope = "profile"

// Rules say which scopes release which claims. The zero value is OIDC Core §5.4: a scope of OpenID
// Connect releases its standard claims at userinfo, and profile also the claims that no rule
// mentions. Rules do not change.
type Rules struct {
	releases []Release
	custom   []string // sorted
}

// NewRules adds rules of the seed file to those of OIDC Core §5.4. named are the names of the claims
// that users have.
func NewRules(releases []Release, named []string) Rules {
	r := Rules{releases: releases}
	for _, one := range releases {
		named = slices.Concat(named, one.Claims)
	}
	for _, name := range named {
		claim, _ := Find(name)
		if claim.Name != name && len(r.Scopes(name, IDToken, UserInfo)) > 0 {
			r.custom = append(r.custom, name)
		}
	}
	slices.Sort(r.custom)
	r.custom = slices.Compact(r.custom)
	return r
}

// Names returns the claims that a client can get in the ID token or at userinfo: the standard claims
// in the order of Standard, then the others, sorted.
func (r Rules) Names() []string {
	var names []string
	for _, c := range standard {
		names = append(names, c.Name)
	}
	return append(names, r.custom...)
}

// Scopes returns the scopes that release the claim in at least one of the places. A claim in a
// language, such as name#ja (OIDC Core §5.2), is released as the claim itself.
func (r Rules) Scopes(name string, in ...Place) oauth.Scope {
	var scopes oauth.Scope
	for _, one := range r.releases {
		if one.mentions(name) && slices.ContainsFunc(in, func(p Place) bool { return slices.Contains(one.In, p) }) {
			scopes = append(scopes, one.Scope)
		}
	}
	if !slices.Contains(in, UserInfo) {
		return scopes
	}
	if claim, known := Find(name); known {
		return append(scopes, claim.Scope) // OIDC Core §5.4
	}
	if !r.mentioned(name) {
		return append(scopes, defaultScope)
	}
	return scopes
}

// mentioned reports whether OpenID Connect or a rule names the claim.
func (r Rules) mentioned(name string) bool {
	_, known := Find(name)
	return known || slices.ContainsFunc(r.releases, func(one Release) bool { return one.mentions(name) })
}

// mentions reports whether the rule is about the claim, or about the claim without its language.
func (r Release) mentions(name string) bool {
	base, _, _ := strings.Cut(name, "#")
	return slices.Contains(r.Claims, name) || slices.Contains(r.Claims, base)
}

// Released returns the claims of a user that the scope releases in a place.
func (r Rules) Released(of map[string]any, scope oauth.Scope, in Place) map[string]any {
	released := make(map[string]any)
	for name, value := range of {
		if r.covered(name, scope, in) {
			released[name] = value
		}
	}
	return released
}

// covered reports whether the scope releases the claim in at least one of the places.
func (r Rules) covered(name string, scope oauth.Scope, in ...Place) bool {
	return len(r.Scopes(name, in...).Intersect(scope)) > 0
}

// Releases reports whether the seed file has a rule by which the scope releases claims in the place.
func (r Rules) Releases(scope oauth.Scope, in Place) bool {
	return slices.ContainsFunc(r.releases, func(one Release) bool { return scope.Has(one.Scope) && slices.Contains(one.In, in) })
}
