package glossary

import (
	"cmp"
	"slices"
	"strings"

	"quartet.example/shared/trace"
)

// Roles is the group of the four roles.
const Roles trace.Group = "The four roles"

// roles are those of RFC 6749 §1.1.
var roles = []trace.Entry{
	{Name: "resource owner", Group: Roles, Meaning: "The user, who owns the data and decides which client gets access. Acts through a browser.", Spec: "RFC 6749 §1.1"},
	{Name: "client", Group: Roles, Meaning: "The application that wants to use the data for the user, and that keeps the tokens.", Spec: "RFC 6749 §1.1"},
	{Name: "authorization server", Group: Roles, Meaning: "Signs the user in, asks for consent, and issues tokens to the client.", Spec: "RFC 6749 §1.1"},
	{Name: "resource server", Group: Roles, Meaning: "The API that has the data. It answers requests with a valid access token.", Spec: "RFC 6749 §1.1"},
}

// Group is a part of the glossary.
type Group struct {
	Name  trace.Group
	Terms []trace.Entry
}

// ID returns the anchor of the group.
func (g Group) ID() string { return "group-" + Anchor(strings.ToLower(string(g.Name))) }

// Groups returns all terms. Within a group they are in the order of their names, roles aside.
func Groups() []Group {
	groups := []Group{{Roles, roles}}
	for _, name := range []trace.Group{
		trace.Tokens, trace.Requests, trace.Responses, trace.Claims, trace.JOSE, trace.Headers, trace.CookieGroup, trace.Metadata, trace.Own,
	} {
		g := Group{Name: name}
		for _, e := range slices.Concat(trace.Entries(), trace.Cookies()) {
			if e.Group == name {
				g.Terms = append(g.Terms, e)
			}
		}
		slices.SortFunc(g.Terms, func(a, b trace.Entry) int {
			return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
		})
		groups = append(groups, g)
	}
	return groups
}

// Terms returns the terms of all groups.
func Terms() []trace.Entry {
	var all []trace.Entry
	for _, g := range Groups() {
		all = append(all, g.Terms...)
	}
	return all
}

// Anchor returns the fragment under which the pages show a term, a group or a section.
func Anchor(name string) string {
	return strings.NewReplacer(" ", "-", "§", "").Replace(name)
}
