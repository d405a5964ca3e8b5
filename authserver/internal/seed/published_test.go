package seed_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// builtIn contains the secrets of the built-in seed.
type builtIn struct {
	Users []struct {
		Username     string `yaml:"username"`
		PasswordHash string `yaml:"password_hash"`
		DemoPassword string `yaml:"demo_password"`
	} `yaml:"users"`
	Clients []struct {
		ClientID     string `yaml:"client_id"`
		ClientSecret string `yaml:"client_secret"`
	} `yaml:"clients"`
}

func published(t *testing.T) builtIn {
	t.Helper()
	var all builtIn
	if err := yaml.Unmarshal(seed.BuiltIn(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Users) < 3 || len(all.Clients) < 5 {
		t.Fatalf("the built-in seed was not understood: %+v", all)
	}
	return all
}

func user(hash string) string {
	return "users:\n  - {sub: '1', username: somebody, password_hash: '" + hash + "'}\n"
}

// Production refuses every secret of the built-in seed in every form. The dev profile accepts them.
func TestProductionRefusesEverySecretOfTheBuiltInSeed(t *testing.T) {
	refused := func(what, raw, want string, secrets config.Secrets) {
		t.Helper()
		_, err := load(t, raw, seed.Options{Production: true, Secrets: secrets})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q in it", what, err, want)
		}
	}
	for _, u := range published(t).Users {
		refused(u.Username+"'s hash", user(u.PasswordHash), "password_hash: belongs to a demo user", nil)
		hash, err := directory.HashPassword(u.DemoPassword)
		if err != nil {
			t.Fatal(err)
		}
		refused("a new hash of "+u.Username+"'s password", user(hash), "password_hash: is a hash of the published password", nil)
	}
	client := func(method, secret string) string {
		return fmt.Sprintf("clients:\n  - {client_id: web, client_secret: '%s', token_endpoint_auth_method: %s, grant_types: []}\n", secret, method)
	}
	for _, c := range published(t).Clients {
		if c.ClientSecret == "" {
			continue
		}
		for _, method := range []string{"client_secret_basic", "client_secret_post", "client_secret_jwt"} {
			refused(c.ClientID+"'s secret", client(method, c.ClientSecret), "is published", nil)
			refused(c.ClientID+"'s secret, hashed", client(method, oauth.Hash(c.ClientSecret)), "is published", nil)
			refused(c.ClientID+"'s secret as a setting", client(method, good), "is published", config.Secrets{"web": config.Secret(c.ClientSecret)})
		}
	}
	key := "clients:\n  - client_id: web\n    token_endpoint_auth_method: private_key_jwt\n    grant_types: []\n    jwks: {keys: [" + ecJWK + "]}\n"
	refused("a key of an RFC", key, "jwks: has a key whose private half is published", nil)
	if _, err := load(t, key, seed.Options{}); err != nil {
		t.Errorf("the same key in dev: %v", err)
	}
}

// good is random in each run. A constant in this file would be a published secret.
var good = oauth.NewSecret()

// At start, the time for comparing hashes with published passwords is limited. Published passwords
// are also refused at sign-in, so a hash that was not compared cannot be used either.
func TestManyUsersDoNotMakeTheStartSlow(t *testing.T) {
	own, err := directory.HashPassword("a password that nobody shows")
	if err != nil {
		t.Fatal(err)
	}
	demo, err := directory.HashPassword("wonderland")
	if err != nil {
		t.Fatal(err)
	}
	raw := "users:\n"
	for i := range 500 {
		raw += fmt.Sprintf("  - {sub: '%d', username: user%d, password_hash: '%s'}\n", i, i, own)
	}
	raw += "  - {sub: last, username: last, password_hash: '" + demo + "'}\n"
	began := time.Now()
	s, err := load(t, raw, seed.Options{Production: true})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("501 users took %s", took)
	}
	d := directory.New(directory.Options{Users: s.Users, HashMemory: 2})
	if _, err := d.Authenticate(t.Context(), "last", "wonderland"); err == nil {
		t.Error("a published password is right in production")
	}
	if _, err := d.Authenticate(t.Context(), "user1", "a password that nobody shows"); err != nil {
		t.Errorf("a good password: %v", err)
	}
}

// Each comparison with a published password takes 19 MiB; the process does not keep them.
func TestTheStartKeepsNoMemoryOfComparisons(t *testing.T) {
	own, err := directory.HashPassword("a password that nobody shows")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := load(t, "users:\n  - {sub: '1', username: one, password_hash: '"+own+"'}\n", seed.Options{Production: true}); err != nil {
		t.Fatal(err)
	}
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	if kept := heap.HeapIdle - heap.HeapReleased; kept >= 10<<20 {
		t.Errorf("%d MiB of the heap are neither in use nor returned to the operating system", kept>>20)
	}
}

// Whatever is malformed in the file, no error shows a secret.
func TestNoErrorShowsASecret(t *testing.T) {
	const secret = "hunter2hunter2"
	for name, raw := range map[string]string{
		"an alias":              "clients:\n  - {client_id: web, client_secret: *" + secret + "}\n",
		"a tag":                 "clients:\n  - {client_id: web, client_secret: !" + secret + " x}\n",
		"a list":                "clients:\n  - {client_id: web, client_secret: [" + secret + "]}\n",
		"a mapping":             "clients:\n  - {client_id: web, client_secret: {a: " + secret + "}}\n",
		"no space":              "clients:\n  - client_id: web\n    client_secret:" + secret + "\n",
		"no space, in braces":   "clients:\n  - {client_id: web, client_secret:" + secret + "}\n",
		"an equals sign":        "clients:\n  - {client_id: web, client_secret=" + secret + "}\n",
		"a lost file":           "clients:\n  - {client_id: web, client_secret: '@" + secret + "'}\n",
		"an open quote":         "clients:\n  - {client_id: web, client_secret: '" + secret + "}\n",
		"a percent sign":        "clients:\n  - client_id: web\n    client_secret: %" + secret + "\n",
		"a backtick":            "clients:\n  - client_id: web\n    client_secret: `" + secret + "\n",
		"an at sign":            "clients:\n  - client_id: web\n    client_secret: @" + secret + "\n",
		"a tab":                 "clients:\n  - client_id: web\n    client_secret:\t" + secret + ": x\n",
		"a wrong escape":        "clients:\n  - {client_id: web, client_secret: \"" + secret + "\\q\"}\n",
		"twice":                 "clients:\n  - {client_id: web, client_secret: " + secret + ", client_secret: " + secret + "}\n",
		"a password for a hash": "users:\n  - {sub: '1', username: a, password_hash: " + secret + "}\n",
		"a password twice":      "users:\n  - {sub: '1', username: a, password_hash: " + secret + ", password: " + secret + "}\n",
		"too short":             "clients:\n  - {client_id: web, client_secret: " + secret + "}\n",
		"none wanted":           "clients:\n  - {client_id: web, client_secret: " + secret + ", token_endpoint_auth_method: none}\n",
	} {
		for _, production := range []bool{false, true} {
			if _, err := load(t, raw, seed.Options{Production: production}); err == nil {
				t.Errorf("%s: accepted", name)
			} else if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error shows the secret: %v", name, err)
			}
		}
	}
}
