package authservertest

import (
	"cmp"
	"os"
	"testing"

	"github.com/alexedwards/argon2id"
	"go.yaml.in/yaml/v3"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/oauth"
)

// seedOf returns a seed with the built-in users, clients and resources, or those of the file of the plan,
// and with the additions of the plan.
func seedOf(t testing.TB, p *plan) string {
	t.Helper()
	raw, err := p.baseSeed()
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	var file yaml.Node
	if err := yaml.Unmarshal(raw, &file); err != nil {
		t.Fatalf("authservertest: seed: %v", err)
	}
	s := document{t, file.Content[0]}
	for _, u := range p.users {
		s.put("users", "username", s.node(hashed(t, u)))
	}
	for _, c := range p.clients {
		s.put("clients", "client_id", s.node(completed(c)))
	}
	for _, r := range p.resources {
		s.put("resources", "resource", s.node(r))
	}
	for _, one := range p.scopes {
		s.addScope(one)
	}
	for username, claims := range p.claims {
		s.addClaims(username, claims)
	}
	s.hashQuickly()
	out, err := yaml.Marshal(s.root)
	if err != nil {
		t.Fatalf("authservertest: seed: %v", err)
	}
	return string(out)
}

// baseSeed returns the YAML of the built-in seed or of the file. It checks the file, so that the errors
// name its lines.
func (p *plan) baseSeed() ([]byte, error) {
	if p.seed == "" {
		return authserver.DefaultSeed(), nil
	}
	raw, err := os.ReadFile(p.seed)
	if err != nil {
		return nil, err
	}
	_, err = seed.Parse(raw, p.seed, seed.Options{Hash: func(string) (string, error) { return "", nil }})
	return raw, err
}

// hashed returns the entry of a user, whose password is hashed quickly. A user without a password cannot
// use the sign-in page.
func hashed(t testing.TB, u User) any {
	t.Helper()
	u.Subject = cmp.Or(u.Subject, u.Username)
	if u.Password == "" {
		u.Password = oauth.NewSecret()
	}
	entry := struct {
		User `yaml:",inline"`
		Hash string `yaml:"password_hash"`
	}{u, quickHash(t, u.Password)}
	entry.Password = ""
	return entry
}

// completed returns the client; without a secret it is public.
func completed(c Client) Client {
	if c.Secret == "" && c.AuthMethod == "" {
		c.AuthMethod = "none"
	}
	return c
}

// quickHash returns an argon2id hash with a hundredth of the usual work, because the tests check
// only demo passwords. Production refuses such a hash.
func quickHash(t testing.TB, password string) string {
	t.Helper()
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 256, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatalf("authservertest: %v", err)
	}
	return hash
}
