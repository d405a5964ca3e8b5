package seed

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// members iterates over the names of a mapping. It reports a node that is not a mapping,
// and a repeated name.
func (r *reader) members(n *yaml.Node, line int, field string) func(yield func(name, value *yaml.Node) bool) {
	return func(yield func(name, value *yaml.Node) bool) {
		n = resolve(n)
		if n.Kind == 0 || n.Tag == "!!null" {
			return
		}
		if n.Kind != yaml.MappingNode {
			r.add(max(n.Line, line), field, "want a mapping here")
			return
		}
		var seen []string
		for _, m := range r.merged(n, field, nil) {
			name, value := m.name, m.value
			if slices.Contains(seen, name.Value) {
				r.add(name.Line, field, "%q appears twice", name.Value)
				continue
			}
			seen = append(seen, name.Value)
			if !yield(name, value) {
				return
			}
		}
	}
}

// member is a name in a mapping and its value, with aliases resolved.
type member struct{ name, value *yaml.Node }

// merged returns the members of a mapping: its own, then those of its merge keys whose
// names it does not have (yaml.org/type/merge). It reports a merge key whose value is not
// a mapping. around holds the mappings that n is merged into.
func (r *reader) merged(n *yaml.Node, field string, around []*yaml.Node) []member {
	if slices.Contains(around, n) {
		r.add(n.Line, field, "<< refers to the mapping that contains it")
		return nil
	}
	around = append(slices.Clone(around), n)
	var own, added []member
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], resolve(n.Content[i+1])
		if name.Tag != "!!merge" {
			own = append(own, member{name, value})
			continue
		}
		for _, source := range sources(value) {
			if source.Kind != yaml.MappingNode {
				r.add(name.Line, field, "<< needs a mapping, or a list of mappings")
				continue
			}
			added = append(added, r.merged(source, field, around)...)
		}
	}
	for _, m := range added {
		if !slices.ContainsFunc(own, func(o member) bool { return o.name.Value == m.name.Value }) {
			own = append(own, m)
		}
	}
	return own
}

// sources returns the mappings that a merge key names: one or several.
func sources(value *yaml.Node) []*yaml.Node {
	if value.Kind != yaml.SequenceNode {
		return []*yaml.Node{value}
	}
	var list []*yaml.Node
	for _, one := range value.Content {
		list = append(list, resolve(one))
	}
	return list
}

func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}
