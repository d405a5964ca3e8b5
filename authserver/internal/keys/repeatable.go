package keys

import (
	"strconv"
	"sync"

	"quartet.example/shared/jose"
	"quartet.example/shared/repeatable"
)

// Repeatable returns a Generate for one Ring: the first key of an algorithm, the second and so on follow
// from the issuer and the seed (package repeatable).
func Repeatable(issuer, seed string) Generate {
	var mu sync.Mutex
	made := make(map[string]int)
	return func(alg string) (jose.SigningKey, error) {
		mu.Lock()
		made[alg]++
		purpose := issuer + " " + strconv.Itoa(made[alg])
		mu.Unlock()
		signer, err := repeatable.Key(alg, purpose, seed)
		if err != nil {
			return jose.SigningKey{}, err
		}
		return jose.NewSigningKey(signer, "", alg)
	}
}
