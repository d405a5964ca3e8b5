package core

import (
	"strings"

	"quartet.example/shared/oauth"
)

// Resource is a protected resource and the scopes that it owns (RFC 8707 §2,
// RFC 9728 §2).
type Resource struct {
	ID     string // resource identifier, an absolute URI without a fragment
	Name   string
	Scopes map[string]string // scope token → what it lets a client do, in words
}

// Owns returns the part of the scope that belongs to the resource.
func (r *Resource) Owns(scope oauth.Scope) oauth.Scope {
	var own oauth.Scope
	for _, token := range scope {
		if _, ok := r.Scopes[token]; ok {
			own = append(own, token)
		}
	}
	return own
}

// FindResource returns the registered identifier that equals named, where an empty
// path and the path "/" of an http or https URL are equal (RFC 3986 §6.2.3): many URL
// parsers add the slash. It reports false if there is none.
func FindResource(registered []string, named string) (string, bool) {
	for _, id := range registered {
		if id == named || withoutRootPath(id) == withoutRootPath(named) {
			return id, true
		}
	}
	return "", false
}

// withoutRootPath removes the path "/" of an http or https URL; other paths stay.
func withoutRootPath(uri string) string {
	for _, scheme := range []string{"http://", "https://"} {
		authority, found := strings.CutPrefix(uri, scheme)
		if authority, slash := strings.CutSuffix(authority, "/"); found && slash && authority != "" && !strings.ContainsAny(authority, "/?#") {
			return scheme + authority
		}
	}
	return uri
}
