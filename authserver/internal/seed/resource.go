package seed

import (
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
)

// resourceEntry is a protected resource.
type resourceEntry struct {
	Resource text      `yaml:"resource"`
	Name     text      `yaml:"name"`
	Scopes   yaml.Node `yaml:"scopes"` // scope token: see scopeEntry

	line int
}

func (r *reader) resources(entries []resourceEntry) []*core.Resource {
	seen := make(map[string]int)
	var resources []*core.Resource
	for _, e := range entries {
		id, line := e.Resource.value, e.Resource.at(e.line)
		if first, has := seen[id]; has {
			r.add(line, "resource", "%q is registered twice, first in line %d", id, first)
			continue
		}
		seen[id] = line
		u, err := url.Parse(id)
		r.refuse(err != nil || !u.IsAbs() || u.Host == "" || strings.Contains(id, "#"), line,
			"resource", "%q is not an absolute URI without a fragment (RFC 8707 §2)", id)
		one := &core.Resource{ID: id, Name: e.Name.value, Scopes: r.resourceScopes(e)}
		if one.Name == "" {
			one.Name = id
		}
		resources = append(resources, one)
	}
	return resources
}

// resourceScopes reads the scopes from YAML nodes, because a map has no line numbers.
func (r *reader) resourceScopes(e resourceEntry) map[string]string {
	scopes := make(map[string]string)
	for name, value := range r.members(&e.Scopes, e.line, "scopes") {
		token := name.Value
		entry, ok := r.scopeEntry(name, value, claims.AccessToken)
		_, standard := claims.DescribeScope(token)
		switch other, taken := r.owners[token]; {
		case !ok:
		case standard:
			r.add(name.Line, "scopes", "%q belongs to OpenID Connect", token)
		case taken:
			r.add(name.Line, "scopes", "%q belongs to %s already; a scope has one owner", token, other)
		case entry.description == "":
			r.add(name.Line, "scopes", "%q needs a description for the consent page", token)
		default:
			r.owners[token], scopes[token] = e.Resource.value, entry.description
		}
	}
	r.refuse(len(scopes) == 0 && len(e.Scopes.Content) == 0, e.line, "scopes", "is missing: a resource owns at least one")
	return scopes
}
