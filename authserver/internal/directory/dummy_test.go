package directory // white-box: equal cost cannot be observed from outside, only measured

import (
	"slices"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
)

// argon makes a hash with this cost.
func argon(t *testing.T, password string, memory, passes uint32, lanes uint8) string {
	t.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: memory, Iterations: passes, Parallelism: lanes, SaltLength: 8, KeyLength: 16})
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// M-09: an attacker who measures the time of a refusal does not learn whether the user exists, even
// if the hashes of the users have different costs.
func TestEveryRefusalDoesTheSameWork(t *testing.T) {
	for name, tt := range map[string]struct {
		users []*core.User
		want  []work
	}{
		"no users": {nil, []work{{19 << 10, 2, 1}}},
		"users of one cost": {[]*core.User{
			{Subject: "1", Username: "alice", PasswordHash: argon(t, "a", 64, 3, 2)}, {Subject: "2", Username: "bob", PasswordHash: argon(t, "b", 64, 3, 2)},
		}, []work{{64, 3, 2}}},
		"users of different costs, one disabled": {[]*core.User{
			{Subject: "1", Username: "alice", PasswordHash: argon(t, "a", 64, 1, 1)},
			{Subject: "2", Username: "bob", PasswordHash: argon(t, "b", 256, 3, 2)},
			{Subject: "3", Username: "carol", PasswordHash: argon(t, "c", 64, 1, 1), Disabled: true},
		}, []work{{64, 1, 1}, {256, 3, 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := New(Options{Users: tt.users, HashMemory: 1})
			var did []work
			d.passwords.compare = func(_, hash string) (bool, error) {
				w, ok := workOf(hash)
				if !ok {
					t.Errorf("compared with %q", hash)
				}
				did = append(did, w)
				return false, nil
			}
			for _, username := range []string{"alice", "bob", "carol", "nobody"} {
				did = nil
				if _, err := d.Authenticate(t.Context(), username, "wrong"); err == nil {
					t.Fatal("signed in")
				}
				slices.SortFunc(did, func(a, b work) int { return int(a.memory) - int(b.memory) })
				if diff := cmp.Diff(tt.want, did, cmp.AllowUnexported(work{})); diff != "" {
					t.Errorf("%s (-want +got):\n%s", username, diff)
				}
			}
		})
	}
}

// A password is accepted for its own user only, although other hashes are compared too.
func TestUsersOfDifferentCostsSignIn(t *testing.T) {
	d := New(Options{HashMemory: 1, Users: []*core.User{
		{Subject: "1", Username: "alice", PasswordHash: argon(t, "a", 64, 1, 1)}, {Subject: "2", Username: "bob", PasswordHash: argon(t, "b", 256, 3, 2)},
	}})
	for _, tt := range []struct {
		username, password string
		want               bool
	}{{"alice", "a", true}, {"bob", "b", true}, {"alice", "b", false}, {"bob", "a", false}} {
		if _, err := d.Authenticate(t.Context(), tt.username, tt.password); (err == nil) != tt.want {
			t.Errorf("%s with %q: got %v, want success %v", tt.username, tt.password, err, tt.want)
		}
	}
}
