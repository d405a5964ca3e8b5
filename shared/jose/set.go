package jose

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxKeys is the maximum number of keys in a set, because parsing each key costs time.
const maxKeys = 256

var (
	errSet        = errors.New("not a JWK Set")
	errUnknownKey = errors.New("there is no such key for this algorithm")
)

// Set contains the keys of one issuer or client. It is immutable.
type Set struct {
	Keys    []Key
	Skipped []error // reasons why keys of the document were skipped; ErrPrivate may be among them

	MaxAge time.Duration // for a Remote: how long the owner allows the set to be used, 0: not specified
}

var _ Keys = Set{}

// ParseSet parses a JWK Set. A key that cannot be used is skipped, and the others are returned (RFC
// 7517 §5). A document without the member keys is an error (§5.1): some proxies answer 200 with an
// error page, and that must not withdraw the keys.
func ParseSet(document []byte, rules KeyRules) (Set, error) {
	members, err := keysOf(document)
	if err != nil {
		return Set{}, err
	}
	set := Set{}
	for i, member := range members {
		key, err := ParseKey(member, rules)
		if err != nil {
			set.Skipped = append(set.Skipped, fmt.Errorf("key %d: %w", i+1, err))
			continue
		}
		set.Keys = append(set.Keys, key)
	}
	return set, nil
}

// keysOf returns the members of keys. A fault within one of them, such as a repeated member,
// affects only that key.
func keysOf(document []byte) ([]jsontext.Value, error) {
	var set struct {
		Keys []jsontext.Value `json:"keys"`
	}
	err := json.Unmarshal(document, &set, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	switch {
	case err != nil || set.Keys == nil:
		return nil, errSet
	case len(set.Keys) > maxKeys:
		return nil, fmt.Errorf("%w: it has more than %d keys", errSet, maxKeys)
	}
	return set.Keys, nil
}

// Find returns the key that the header names. Without kid it returns the key for the algorithm, if
// there is exactly one (RFC 7515 §4.1.4); it does not try several keys.
func (s Set) Find(_ context.Context, h Header) (crypto.PublicKey, error) {
	if h.KeyID == "" {
		return s.only(h.Algorithm)
	}
	for _, key := range s.Keys {
		if key.ID == h.KeyID && key.Verifies(h.Algorithm) {
			return key.Public, nil
		}
	}
	return nil, errUnknownKey
}

func (s Set) only(alg string) (crypto.PublicKey, error) {
	var found crypto.PublicKey
	for _, key := range s.Keys {
		if !key.Verifies(alg) {
			continue
		}
		if found != nil {
			return nil, errUnknownKey
		}
		found = key.Public
	}
	if found == nil {
		return nil, errUnknownKey
	}
	return found, nil
}

// MarshalJSON writes the JWK Set of public keys.
func (s Set) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string][]Key{"keys": s.Keys})
}

// keepsAll reports whether every key of old is still there.
func (s Set) keepsAll(old Set) bool {
	return !slices.ContainsFunc(old.Keys, func(o Key) bool { return !slices.ContainsFunc(s.Keys, o.Equal) })
}
