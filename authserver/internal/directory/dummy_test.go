package directory // white-box: that two things cost the same is not seen from outside, only measured

import (
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
)

func TestAnUnknownUserCostsAsMuchAsAKnownOne(t *testing.T) { // M-09
	cheap, err := argon2id.CreateHash("p", &argon2id.Params{Memory: 64, Iterations: 3, Parallelism: 2, SaltLength: 8, KeyLength: 16})
	if err != nil {
		t.Fatal(err)
	}
	for name, users := range map[string][]*core.User{"no users": nil, "users of another cost": {{PasswordHash: cheap}}} {
		want := cost()
		if len(users) > 0 {
			want, _, _, _ = argon2id.DecodeHash(users[0].PasswordHash)
		}
		got, _, _, err := argon2id.DecodeHash(dummyHash(users))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
