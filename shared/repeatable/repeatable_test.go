package repeatable_test

import (
	"crypto/rand"
	"testing"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/repeatable"
)

// secrets returns three secrets of a process with this seed.
func secrets(seed string) [3]string {
	defer repeatable.Use(seed)()
	return [3]string{oauth.NewSecret(), oauth.NewSecret(), rand.Text()}
}

func TestSecretsFollowFromTheSeed(t *testing.T) {
	system := rand.Reader
	first := secrets("golden")
	if again := secrets("golden"); again != first {
		t.Errorf("the same seed: got %v, then %v", first, again)
	}
	if other := secrets("other"); other == first {
		t.Error("another seed gives the same secrets")
	}
	if first[0] == first[1] {
		t.Error("two secrets of one process are equal")
	}
	if rand.Reader != system {
		t.Error("the random numbers of the operating system are not restored")
	}
}

func TestKeysFollowFromTheSeed(t *testing.T) {
	for _, alg := range []string{"ES256", "RS256", "EdDSA"} {
		t.Run(alg, func(t *testing.T) {
			id := func(purpose, seed string) string {
				signer, err := repeatable.Key(alg, purpose, seed)
				if err != nil {
					t.Fatal(err)
				}
				key, err := jose.NewSigningKey(signer, "", alg) // refuses a weak key
				if err != nil {
					t.Fatal(err)
				}
				if _, err := jose.Mint(t.Context(), key, "JWT", map[string]any{"sub": "alice"}); err != nil {
					t.Fatal(err)
				}
				return key.ID
			}
			first := id("issuer 1", "golden")
			if id("issuer 1", "golden") != first {
				t.Error("the same purpose and seed give another key")
			}
			if id("issuer 2", "golden") == first || id("issuer 1", "other") == first {
				t.Error("another purpose or seed gives the same key")
			}
		})
	}
	if _, err := repeatable.Key("HS256", "x", "y"); err == nil {
		t.Error("HS256: want an error")
	}
}
