package claims

import (
	"encoding/json"
	"errors"
	"slices"

	"quartet.example/shared/oauth"
)

// Request is the claims parameter (OIDC Core §5.5). Unknown members are ignored (§5.5).
type Request struct {
	UserInfo map[string]*Wish
	IDToken  map[string]*Wish
}

// Wish is how one claim is requested (OIDC Core §5.5.1); nil for a voluntary claim of any value.
type Wish struct {
	Essential bool
	Value     any
	Values    []any
}

// ErrRequest is a claims parameter that does not have the form of OIDC Core §5.5.
var ErrRequest = errors.New("claims is not a JSON object of OIDC Core §5.5")

// object is a JSON object whose names must match exactly: with a struct, encoding/json would
// accept USERINFO for userinfo.
type object map[string]json.RawMessage

// ParseRequest reads the claims parameter; "" requests nothing. Every error is an ErrRequest.
func ParseRequest(raw string) (Request, error) {
	if raw == "" {
		return Request{}, nil
	}
	var members object
	if err := json.Unmarshal([]byte(raw), &members); err != nil || members == nil { // nil: null
		return Request{}, errors.Join(ErrRequest, err)
	}
	userInfo, err1 := members.wishes("userinfo")
	idToken, err2 := members.wishes("id_token")
	if err := errors.Join(err1, err2); err != nil {
		return Request{}, errors.Join(ErrRequest, err)
	}
	return Request{UserInfo: userInfo, IDToken: idToken}, nil
}

// wishes reads a member that lists claims; it returns none if the member is missing.
func (o object) wishes(member string) (map[string]*Wish, error) {
	var listed map[string]object
	if err := o.read(member, &listed); err != nil {
		return nil, err
	}
	wishes := make(map[string]*Wish, len(listed))
	for name, said := range listed {
		if said == nil { // null: a voluntary claim (§5.5.1)
			wishes[name] = nil
			continue
		}
		wish := new(Wish)
		err := errors.Join(said.read("essential", &wish.Essential), said.read("value", &wish.Value), said.read("values", &wish.Values))
		if err != nil {
			return nil, err
		}
		wishes[name] = wish
	}
	return wishes, nil
}

// read decodes a member, if there is one.
func (o object) read(member string, into any) error {
	raw, has := o[member]
	if !has {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// accepts returns the values that the request names; none means any value.
func (w *Wish) accepts() []any {
	if w == nil {
		return nil
	}
	if w.Value != nil {
		return append([]any{w.Value}, w.Values...)
	}
	return w.Values
}

// Subjects are the values of sub that the request names. One of these users must be signed
// in; none means any user (OIDC Core §5.5.1).
func (r Request) Subjects() []any {
	return append(r.IDToken["sub"].accepts(), r.UserInfo["sub"].accepts()...)
}

// ACRAttainable reports whether this server can provide the acr that the request calls
// essential (OIDC Core §5.5.1.1). attainable are the values that it can provide.
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

// Pick returns the requested claims that the client may get, because it is registered for a scope
// that releases them, in the order of Names.
func (r Rules) Pick(wishes map[string]*Wish, registered oauth.Scope) []string {
	var names []string
	for _, name := range r.Names() {
		if _, wished := wishes[name]; wished && r.covered(name, registered, IDToken, UserInfo) {
			names = append(names, name)
		}
	}
	return names
}

// Beyond returns a permission for each named claim that the scope does not release. The
// consent page asks for these permissions beside the scope.
func (r Rules) Beyond(scope oauth.Scope, names ...string) oauth.Scope {
	var permissions oauth.Scope
	for _, name := range r.Names() {
		if slices.Contains(names, name) && !r.covered(name, scope, IDToken, UserInfo) {
			permissions = append(permissions, Permission+name)
		}
	}
	return permissions
}

// Named returns the claims of a user that have these names.
func Named(of map[string]any, names []string) map[string]any {
	named := make(map[string]any, len(names))
	for _, name := range names {
		if value, has := of[name]; has {
			named[name] = value
		}
	}
	return named
}
