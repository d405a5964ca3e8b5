package seed

import (
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// resourceEntry is a protected resource.
type resourceEntry struct {
	Resource text      `yaml:"resource"`
	Name     text      `yaml:"name"`
	Scopes   yaml.Node `yaml:"scopes"` // scope token: description for the consent page

	line int
}

func (r *reader) resources(entries []resourceEntry) []*core.Resource {
	seen := make(map[string]int)
	owner := make(map[string]string) // by scope token
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
		one := &core.Resource{ID: id, Name: e.Name.value, Scopes: r.resourceScopes(e, owner)}
		if one.Name == "" {
			one.Name = id
		}
		resources = append(resources, one)
	}
	return resources
}

// resourceScopes reads the scopes from YAML nodes, because a map has no line numbers.
func (r *reader) resourceScopes(e resourceEntry, owner map[string]string) map[string]string {
	scopes := make(map[string]string)
	for name, value := range r.members(&e.Scopes, e.line, "scopes") {
		token := name.Value
		parsed, err := oauth.ParseScope(token)
		_, standard := claims.DescribeScope(token)
		switch other, taken := owner[token]; {
		case err != nil || len(parsed) != 1:
			r.add(name.Line, "scopes", "%q is not a scope token (RFC 6749 §3.3)", token)
		case standard:
			r.add(name.Line, "scopes", "%q belongs to OpenID Connect", token)
		case taken:
			r.add(name.Line, "scopes", "%q belongs to %s already; a scope has one owner", token, other)
		case value.Kind != yaml.ScalarNode || strings.TrimSpace(value.Value) == "" || value.Tag == "!!null":
			r.add(name.Line, "scopes", "%q needs a description for the consent page", token)
		default:
			owner[token], scopes[token] = e.Resource.value, value.Value
		}
	}
	r.refuse(len(scopes) == 0 && len(e.Scopes.Content) == 0, e.line, "scopes", "is missing: a resource owns at least one")
	return scopes
}
