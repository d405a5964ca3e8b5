package clientkey

import (
	"slices"

	"github.com/go-jose/go-jose/v4"

	"quartet.example/shared/published"
)

// Published tells whether the private half of one of the keys is published: in
// this project, or as an example of an RFC.
func (k *Keys) Published() bool {
	return slices.ContainsFunc(k.public, func(key jose.JSONWebKey) bool { return published.IsKey(key.Key) })
}
