package oauth

import (
	"errors"
	"slices"
	"strings"
)

// Scope is a set of scope tokens in the order in which they were asked for,
// without duplicates (RFC 6749 §3.3). The nil Scope is empty.
type Scope []string

// Limits on a requested scope: more than anybody needs, less than hurts.
const (
	maxScopeTokens = 64
	maxScopeLength = 2048
)

// ErrMalformedScope says that a scope breaks the grammar of RFC 6749 §3.3 or
// is longer than any honest request.
var ErrMalformedScope = errors.New("scope is malformed")

// ParseScope reads a space-delimited scope (RFC 6749 §3.3). The empty string
// gives the empty scope; anything outside the grammar gives ErrMalformedScope.
func ParseScope(s string) (Scope, error) {
	if s == "" {
		return nil, nil
	}
	if len(s) > maxScopeLength {
		return nil, ErrMalformedScope
	}
	var scope Scope
	for token := range strings.SplitSeq(s, " ") {
		if !isScopeToken(token) {
			return nil, ErrMalformedScope
		}
		if !scope.Has(token) {
			scope = append(scope, token)
		}
	}
	if len(scope) > maxScopeTokens {
		return nil, ErrMalformedScope
	}
	return scope, nil
}

// isScopeToken is scope-token = 1*( %x21 / %x23-5B / %x5D-7E ).
func isScopeToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x21 || c > 0x7e || c == '"' || c == '\\' {
			return false
		}
	}
	return s != ""
}

// Has tells whether the scope holds the token: whole and case-sensitive.
func (s Scope) Has(token string) bool { return slices.Contains(s, token) }

// Within tells whether every token of s is in outer.
func (s Scope) Within(outer Scope) bool {
	for _, token := range s {
		if !outer.Has(token) {
			return false
		}
	}
	return true
}

// Intersect gives the tokens of s that are also in other, in the order of s.
func (s Scope) Intersect(other Scope) Scope {
	var both Scope
	for _, token := range s {
		if other.Has(token) {
			both = append(both, token)
		}
	}
	return both
}

// Without gives s less the tokens of other, in the order of s.
func (s Scope) Without(other Scope) Scope {
	var rest Scope
	for _, token := range s {
		if !other.Has(token) {
			rest = append(rest, token)
		}
	}
	return rest
}

// String is the wire form.
func (s Scope) String() string { return strings.Join(s, " ") }
