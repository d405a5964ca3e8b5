package jose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// missing returns an ErrClaims with the names of the required claims that the payload lacks, or nil
// if it has all of them.
func missing(payload []byte, required []string) error {
	if len(required) == 0 {
		return nil
	}
	var found [32]bool
	eachMember(payload, func(name string, value jsontext.Value) {
		if i := slices.Index(required, name); i >= 0 {
			found[i] = !isEmpty(value)
		}
	})
	var names []string
	for i, name := range required {
		if !found[i] {
			names = append(names, name)
		}
	}
	return Missing(names...)
}

// Missing returns an ErrClaims with these names, or nil without names.
func Missing(names ...string) error {
	switch len(names) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%w: %s is missing", ErrClaims, names[0])
	}
	return fmt.Errorf("%w: %s are missing", ErrClaims, strings.Join(names, ", "))
}

// isEmpty reports whether a claim has no content: null, "", [] or {}.
func isEmpty(value jsontext.Value) bool {
	switch value.Kind() {
	case jsontext.KindNull:
		return true
	case jsontext.KindString:
		return len(value) == len(`""`)
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		return strings.TrimSpace(string(value[1:len(value)-1])) == ""
	default:
		return false
	}
}
