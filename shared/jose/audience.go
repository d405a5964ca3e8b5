package jose

import (
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
)

// maxAudience is the maximum number of members of aud.
const maxAudience = 64

var errAudience = errors.New("aud is a string or an array of at most 64 strings")

// Audience is the claim aud (RFC 7519 §4.1.3): in JSON a string or an array of strings.
type Audience []string

// Has reports whether one of these identifiers is in the audience, octet by octet.
func (a Audience) Has(any ...string) bool {
	return slices.ContainsFunc(any, func(one string) bool { return slices.Contains(a, one) })
}

// UnmarshalJSON accepts a string or an array of strings. null counts as an absent claim.
func (a *Audience) UnmarshalJSON(raw []byte) error {
	var one string
	if raw[0] == '"' {
		if err := json.Unmarshal(raw, &one); err != nil {
			return errAudience
		}
		*a = Audience{one}
		return nil
	}
	var many []*string
	if err := json.Unmarshal(raw, &many); err != nil || len(many) > maxAudience || slices.Contains(many, nil) {
		return errAudience
	}
	*a = make(Audience, len(many))
	for i := range many {
		(*a)[i] = *many[i]
	}
	return nil
}
