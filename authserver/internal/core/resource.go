package core

import "quartet.example/shared/oauth"

// Resource is a protected resource and the scopes that it owns (RFC 8707 §2,
// RFC 9728 §2).
type Resource struct {
	ID     string // resource identifier, an absolute URI without a fragment
	Name   string
	Scopes map[string]string // scope token → what it lets a client do, in words
}

// Owns gives the tokens of scope that belong to the resource.
func (r *Resource) Owns(scope oauth.Scope) oauth.Scope {
	var own oauth.Scope
	for _, token := range scope {
		if _, ok := r.Scopes[token]; ok {
			own = append(own, token)
		}
	}
	return own
}
