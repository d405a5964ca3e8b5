package claims

import (
	"encoding/json"
	"errors"
	"slices"

	"quartet.example/shared/oauth"
)

// Request is the claims parameter (OIDC Core §5.5). Members that are not known
// are ignored, as §5.5 says.
type Request struct {
	UserInfo map[string]*Wish `json:"userinfo"`
	IDToken  map[string]*Wish `json:"id_token"`
}

// Wish is what is said of one claim (OIDC Core §5.5.1); nil if nothing is.
type Wish struct {
	Essential bool  `json:"essential"`
	Value     any   `json:"value"`
	Values    []any `json:"values"`
}

// ErrRequest says that a claims parameter is not what OIDC Core §5.5 describes.
var ErrRequest = errors.New("claims is not a JSON object of OIDC Core §5.5")

// ParseRequest reads the claims parameter, "" as one that asks for nothing.
func ParseRequest(raw string) (Request, error) {
	var r Request
	if raw == "" {
		return r, nil
	}
	var object map[string]json.RawMessage // null would pass for an empty struct
	if err := json.Unmarshal([]byte(raw), &object); err != nil || object == nil {
		return r, errors.Join(ErrRequest, err)
	}
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return Request{}, errors.Join(ErrRequest, err)
	}
	return r, nil
}

// accepts gives the values that the wish names; none means any.
func (w *Wish) accepts() []any {
	if w == nil {
		return nil
	}
	if w.Value != nil {
		return append([]any{w.Value}, w.Values...)
	}
	return w.Values
}

// Subjects are the users of whom one must be signed in; none means any (OIDC
// Core §5.5.1).
func (r Request) Subjects() []any {
	return append(r.IDToken["sub"].accepts(), r.UserInfo["sub"].accepts()...)
}

// ACRAttainable tells whether a sign-in can have what the request calls
// essential (OIDC Core §5.5.1.1); attainable are the contexts there are.
func (r Request) ACRAttainable(attainable []string) bool {
	wish := r.IDToken["acr"]
	if wish == nil || !wish.Essential {
		return true
	}
	wanted := wish.accepts()
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(v any) bool {
		acr, ok := v.(string)
		return ok && slices.Contains(attainable, acr)
	})
}

// Pick gives the standard claims among those wished for whose scope the client
// is registered for, in the order of Standard.
func Pick(wishes map[string]*Wish, registered oauth.Scope) []string {
	var names []string
	for _, c := range Standard() {
		if _, wished := wishes[c.Name]; wished && registered.Has(c.Scope) {
			names = append(names, c.Name)
		}
	}
	return names
}

// Beyond gives a permission for each named claim that the scope does not
// release: what a consent page asks for besides the scope.
func Beyond(scope oauth.Scope, names ...string) oauth.Scope {
	var permissions oauth.Scope
	for _, c := range Standard() {
		if slices.Contains(names, c.Name) && !scope.Has(c.Scope) {
			permissions = append(permissions, prefix+c.Name)
		}
	}
	return permissions
}

// Named gives those of a user's claims that are named.
func Named(of map[string]any, names []string) map[string]any {
	named := make(map[string]any, len(names))
	for _, name := range names {
		if value, has := of[name]; has {
			named[name] = value
		}
	}
	return named
}
