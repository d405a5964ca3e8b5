package oauth

import (
	"errors"
	"slices"
	"strings"
)

// Scope is a list of scope tokens without duplicates, in the order of the request (RFC 6749 §3.3).
// The nil Scope is empty.
type Scope []string

// Limits on a requested scope. No real request needs more; without them a request could make the
// server store and compare long lists.
const (
	maxScopeTokens = 64
	maxScopeLength = 2048
)

// ErrMalformedScope means that a scope breaks the grammar of RFC 6749 §3.3, or exceeds
// maxScopeTokens or maxScopeLength.
var ErrMalformedScope = errors.New("scope is malformed")

// ParseScope parses a space-delimited scope (RFC 6749 §3.3) and drops duplicates. The empty string
// gives the empty scope. Anything outside the grammar or the limits gives ErrMalformedScope.
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

// isScopeToken reports whether s has the form scope-token = 1*( %x21 / %x23-5B / %x5D-7E ) (RFC
// 6749 §3.3).
func isScopeToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x21 || c > 0x7e || c == '"' || c == '\\' {
			return false
		}
	}
	return s != ""
}

// Has reports whether the scope contains the token. It compares whole tokens, case-sensitively.
func (s Scope) Has(token string) bool { return slices.Contains(s, token) }

// Within reports whether every token of s is in outer.
func (s Scope) Within(outer Scope) bool {
	for _, token := range s {
		if !outer.Has(token) {
			return false
		}
	}
	return true
}

// Intersect returns the tokens of s that are also in other, in the order of s.
func (s Scope) Intersect(other Scope) Scope {
	var both Scope
	for _, token := range s {
		if other.Has(token) {
			both = append(both, token)
		}
	}
	return both
}

// Without returns the tokens of s that are not in other, in the order of s.
func (s Scope) Without(other Scope) Scope {
	var rest Scope
	for _, token := range s {
		if !other.Has(token) {
			rest = append(rest, token)
		}
	}
	return rest
}

// String returns the tokens separated by spaces, as in a request or response.
func (s Scope) String() string { return strings.Join(s, " ") }
