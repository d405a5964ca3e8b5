package seed

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/claims"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Limits on the claims of one user: their size as JSON in bytes, and how deep lists and mappings may
// be in each other. An access token has at most 8 KiB and goes into a header of each request.
const (
	maxClaims     = 4 << 10
	maxClaimDepth = 8
)

// maxInteger is the largest integer that every JSON parser reads exactly (RFC 7493 §2.2).
const (
	maxInteger = 1<<53 - 1
	tooLong    = "%s has a number of over 53 bits, which JSON parsers round; put it in quotes (RFC 7493 §2.2)"
)

// claims reads the claims of a user: standard claims, whose types it checks, and any others.
func (r *reader) claims(e userEntry) map[string]any {
	values := make(map[string]any)
	left := maxClaims
	for name, node := range r.members(&e.Claims, e.line, "claims") {
		if !r.claimName(name) {
			continue
		}
		if claim, standard := claims.Find(name.Value); standard {
			value, ok := claimValue(node, claim.Kind)
			r.refuse(!ok, name.Line, "claims", "%s must be %s (OIDC Core §5.1)", name.Value, claim.Kind)
			values[name.Value] = value
			continue
		}
		r.refuse(node.Value == "" && node.Kind == yaml.ScalarNode || node.Tag == "!!null", name.Line, "claims", "%s is empty; leave it out (OIDC Core §5.3.2)", name.Value)
		values[name.Value] = r.jsonValue(name.Value, node, maxClaimDepth, &left)
	}
	encoded, err := jose.Encode(values)
	r.refuse(err != nil, e.Claims.Line, "claims", "cannot be written as JSON")
	r.refuse(left < 0 || len(encoded) > maxClaims, e.Claims.Line, "claims", "are over %d bytes as JSON; a token with them would be too long for a header", maxClaims)
	return values
}

// claimName checks the name of a claim. It refuses a name that would replace a claim of a protocol,
// and one that differs from a standard claim only in case.
func (r *reader) claimName(name *yaml.Node) bool {
	token, err := oauth.ParseScope(name.Value) // because claim:NAME is handled as a scope token
	lower, _ := claims.Find(strings.ToLower(name.Value))
	reason := ""
	switch _, standard := claims.Find(name.Value); {
	case err != nil || len(token) != 1 || len(name.Value) > 128:
		reason = "is no name for a claim: it must be 1 to 128 ASCII characters without spaces, quotes and backslashes"
	case claims.IsProtocol(name.Value):
		reason = "is the name of a claim that the server itself sets; a user cannot have it (RFC 7519 §4.1)"
	case !standard && lower.Name != "":
		reason = "is the standard claim " + lower.Name + " in another case (OIDC Core §5.1)"
	}
	r.refuse(reason != "", name.Line, "claims", "%q %s", name.Value, reason)
	return reason == ""
}

// claimValue decodes a standard claim. It returns false if the value does not have the type.
func claimValue(n *yaml.Node, kind claims.Kind) (any, bool) {
	switch kind {
	case claims.Boolean:
		var b bool
		err := n.Decode(&b)
		return b, n.Tag == "!!bool" && err == nil
	case claims.Number:
		var i int64
		err := n.Decode(&i)
		return i, n.Tag == "!!int" && err == nil
	case claims.Object:
		var m map[string]string
		err := n.Decode(&m)
		return m, n.Kind == yaml.MappingNode && err == nil
	default:
	}
	return n.Value, n.Kind == yaml.ScalarNode && n.Value != ""
}

// jsonValue converts a value to the types of JSON. depth is how many lists and mappings may still be
// in each other. left is how many values may still follow, because aliases can repeat them without
// limit; below 0 it stops.
func (r *reader) jsonValue(claim string, n *yaml.Node, depth int, left *int) any {
	n = resolve(n)
	if *left--; *left < 0 {
		return nil
	}
	if n.Kind != yaml.ScalarNode && depth == 0 {
		r.add(n.Line, "claims", "%s has over %d lists and mappings in each other", claim, maxClaimDepth)
		return nil
	}
	switch n.Kind {
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, one := range n.Content {
			list = append(list, r.jsonValue(claim, one, depth-1, left))
		}
		return list
	case yaml.MappingNode:
		object := make(map[string]any)
		for name, value := range r.members(n, n.Line, "claims") {
			r.refuse(name.Kind != yaml.ScalarNode, name.Line, "claims", "%s has a member whose name is no text", claim)
			object[name.Value] = r.jsonValue(claim, value, depth-1, left)
		}
		return object
	default:
	}
	return r.scalar(claim, n)
}

// scalar converts a single value. Text, and also dates, stay as written.
func (r *reader) scalar(claim string, n *yaml.Node) any {
	var err error
	var value any = n.Value
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		var b bool
		err = n.Decode(&b)
		value = b
	case "!!int":
		var i int64
		err = n.Decode(&i)
		r.refuse(err != nil || i > maxInteger || i < -maxInteger, n.Line, "claims", tooLong, claim)
		return i
	case "!!float":
		r.refuse(!strings.ContainsAny(n.Value, ".eE"), n.Line, "claims", tooLong, claim) // an integer of over 64 bits
		value, err = strconv.ParseFloat(n.Value, 64)
	case "!!str", "!!timestamp":
	default:
		r.add(n.Line, "claims", "%s has a value of type %s, which JSON does not have", claim, n.Tag)
	}
	r.refuse(err != nil, n.Line, "claims", "%s has a value that JSON does not have", claim)
	return value
}
