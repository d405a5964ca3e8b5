package forge

import (
	"sync"

	"quartet.example/shared/jose"
)

// foreign has a function for each algorithm that returns the key of Foreign.
var foreign sync.Map

// Foreign returns a key for this algorithm that no issuer publishes. It is the same key for the life
// of the process, because an RSA key takes up to half a second to generate. It returns an error for an
// algorithm that jose.Generate does not know.
func Foreign(alg string) (jose.SigningKey, error) {
	once, _ := foreign.LoadOrStore(alg, sync.OnceValues(func() (jose.SigningKey, error) { return jose.Generate(alg, "") }))
	return once.(func() (jose.SigningKey, error))()
}
