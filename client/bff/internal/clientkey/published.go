package clientkey

import (
	"slices"

	"quartet.example/shared/jose"
	"quartet.example/shared/published"
)

// Published tells whether the private half of one of the keys is published: in
// this project, or as an example of an RFC.
func (k *Keys) Published() bool {
	return slices.ContainsFunc(k.all, func(key jose.SigningKey) bool { return published.IsKey(key.Signer.Public()) })
}
