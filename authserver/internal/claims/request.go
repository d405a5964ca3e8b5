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
	UserInfo map[string]*Wish
	IDToken  map[string]*Wish
}

// Wish is what is said of one claim (OIDC Core §5.5.1); nil if nothing is.
type Wish struct {
	Essential bool
	Value     any
	Values    []any
}

// ErrRequest says that a claims parameter is not what OIDC Core §5.5 describes.
var ErrRequest = errors.New("claims is not a JSON object of OIDC Core §5.5")

// object is a JSON object whose names are compared as they are: encoding/json
// would take USERINFO for userinfo.
type object map[string]json.RawMessage

// ParseRequest reads the claims parameter, "" as one that asks for nothing.
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

// wishes reads a member that lists claims; none if it is left out.
func (o object) wishes(member string) (map[string]*Wish, error) {
	var listed map[string]object
	if err := o.read(member, &listed); err != nil {
		return nil, err
	}
	wishes := make(map[string]*Wish, len(listed))
	for name, said := range listed {
		if said == nil { // null: the default way of asking
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

// read decodes a member, if it is there.
func (o object) read(member string, into any) error {
	raw, has := o[member]
	if !has {
		return nil
	}
	return json.Unmarshal(raw, into)
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
