package seed

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/claims"
	"quartet.example/shared/oauth"
)

// scopeEntry is a scope. In the file it is a description, or a mapping with these fields.
type scopeEntry struct {
	description string         // for the consent page
	release     claims.Release // which claims it releases, and where
}

// scopes reads the scopes about a user. A scope of OpenID Connect may be here too, to release more
// claims than OIDC Core §5.4 says, or in other places.
func (r *reader) scopes(n *yaml.Node) []claims.Scope {
	var scopes []claims.Scope
	for name, value := range r.members(n, n.Line, "scopes") {
		entry, ok := r.scopeEntry(name, value, claims.UserInfo)
		if !ok {
			continue
		}
		_, standard := claims.DescribeScope(name.Value)
		r.refuse(standard && entry.description != "", name.Line, "scopes", "%q belongs to OpenID Connect, which describes it", name.Value)
		r.refuse(standard && len(entry.release.Claims) == 0, name.Line, "scopes", "%q belongs to OpenID Connect; here it needs claims", name.Value)
		r.refuse(!standard && entry.description == "", name.Line, "scopes", "%q needs a description for the consent page", name.Value)
		if !standard {
			r.owners[name.Value] = "the user"
			scopes = append(scopes, claims.Scope{Token: name.Value, Description: entry.description})
		}
	}
	return scopes
}

// scopeEntry reads one scope and keeps its release. Claims are released in the place otherwise unless
// the entry says where. It returns false for an entry that is no scope at all.
func (r *reader) scopeEntry(name, value *yaml.Node, otherwise claims.Place) (scopeEntry, bool) {
	parsed, err := oauth.ParseScope(name.Value)
	if err != nil || len(parsed) != 1 || strings.HasPrefix(name.Value, claims.Permission) {
		r.add(name.Line, "scopes", "%q is not a scope token (RFC 6749 §3.3), or begins with %s", name.Value, claims.Permission)
		return scopeEntry{}, false
	}
	entry := scopeEntry{release: claims.Release{Scope: name.Value, In: []claims.Place{otherwise}}}
	if value.Kind == yaml.ScalarNode {
		entry.description = description(value)
		return entry, true
	}
	explicit := false
	for field, its := range r.members(value, name.Line, "scopes") {
		switch field.Value {
		case "description":
			entry.description = description(its)
		case "claims":
			entry.release.Claims = r.claimNames(its)
		case "in":
			entry.release.In, explicit = r.places(its), true
		default:
			r.unknown(field.Line, field.Value)
		}
	}
	r.refuse(explicit && len(entry.release.Claims) == 0, name.Line, "in", "is for scopes with claims")
	if len(entry.release.Claims) > 0 {
		r.releases = append(r.releases, entry.release)
	}
	return entry, true
}

// description returns the text of a scope, or "" if there is none.
func description(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// claimNames reads the names of the claims that a scope releases.
func (r *reader) claimNames(n *yaml.Node) []string {
	var names []string
	for _, one := range r.list(n) {
		r.refuse(slices.Contains(names, one.Value), one.Line, "claims", "%q appears twice", one.Value)
		if r.claimName(one) {
			names = append(names, one.Value)
		}
	}
	return names
}

// places reads where a scope releases its claims.
func (r *reader) places(n *yaml.Node) []claims.Place {
	var places []claims.Place
	for _, one := range r.list(n) {
		place := claims.Place(one.Value)
		r.refuse(!slices.Contains(claims.Places(), place), one.Line, "in", "%q is unknown; it can be id_token, userinfo and access_token", one.Value)
		places = append(places, place)
	}
	r.refuse(len(places) == 0, n.Line, "in", "is empty; leave it out for the default")
	return places
}

// list returns the entries of a list of single values.
func (r *reader) list(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		r.add(n.Line, "", "want a list here")
		return nil
	}
	var entries []*yaml.Node
	for _, one := range n.Content {
		one = resolve(one)
		r.refuse(one.Kind != yaml.ScalarNode, one.Line, "", "want a single value here")
		entries = append(entries, one)
	}
	return entries
}
