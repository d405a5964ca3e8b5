package seed_test

import (
	"errors"
	"strings"
	"testing"

	"quartet.example/authserver/internal/seed"
)

func plain(password string) (string, error) { return "hash of " + password, nil }

func planted(t *testing.T) *seed.Seed {
	t.Helper()
	s, err := seed.Parse(seed.BuiltIn(), "default.yaml", seed.Options{Hash: plain})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEntryIsAddedOrReplaced(t *testing.T) {
	before := planted(t)
	for name, tt := range map[string]struct {
		entry string
		more  int
	}{
		"a new user":         {`{"sub":"u-1","username":"carol","password":"p"}`, 1},
		"the same sub":       {`{"sub":"248289761001","username":"alicia","password":"p"}`, 0},
		"characters of JSON": {`{"sub":"u-1","username":"\ud83d\ude00 \"a\/b\"","password":"p"}`, 1},
		"a true boolean":     {`{"sub":"u-1","username":"carol","password":"p","disabled":true,"claims":{"email_verified":true,"updated_at":1700000000}}`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			after, sub, err := before.WithUser([]byte(tt.entry), seed.Options{Hash: plain})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(after.Users) - len(before.Users); got != tt.more || sub == "" {
				t.Errorf("got %d more users, sub %q", got, sub)
			}
			if again, err := after.WithoutUser(sub, seed.Options{Hash: plain}); err != nil || len(again.Users) != len(after.Users)-1 {
				t.Errorf("without the user: %v", err)
			}
		})
	}
	after, id, err := before.WithClient([]byte(`{"client_id":"shop","token_endpoint_auth_method":"none","redirect_uris":["http://127.0.0.1:3000/cb"]}`), seed.Options{Hash: plain})
	if err != nil || id != "shop" || len(after.Clients) != len(before.Clients)+1 {
		t.Errorf("a client: got %q, %v", id, err)
	}
}

// The checks are those of a file. The error names each field and the reason, without a line.
func TestEntryIsCheckedAsInAFile(t *testing.T) {
	s := planted(t)
	for entry, want := range map[string][]string{
		`{"username":"carol"}`:                                           {"sub: is missing", "password_hash: is missing"},
		`{"sub":"u-1","username":"ALICE","password":"p"}`:                {`username: "alice" belongs to two users`},
		`{"sub":"notes","username":"carol","password":"p"}`:              {`sub: "notes" is a client_id too`},
		`{"sub":"u-1","username":"carol","password":"p","colour":"red"}`: {"colour: unknown field"},
		`{"sub":"u-1","sub":"u-2","username":"carol","password":"p"}`:    {"want a JSON object", "each once"},
		`[{"sub":"u-1"}]`: {"want a JSON object"},
		`{"sub":`:         {"want a JSON object"},
		``:                {"want a JSON object"},
	} {
		_, _, err := s.WithUser([]byte(entry), seed.Options{Hash: plain})
		wantProblems(t, entry, err, want)
	}
	for entry, want := range map[string][]string{
		`{"client_id":"shop","scope":"openid printer"}`:                                                       {`scope: "printer" belongs to no resource`, "client_secret: is missing", "redirect_uris: is missing"},
		`{"client_id":"shop","token_endpoint_auth_method":"none","redirect_uris":["http://shop.example/cb"]}`: {"redirect_uris: "},
	} {
		_, _, err := s.WithClient([]byte(entry), seed.Options{Hash: plain})
		wantProblems(t, entry, err, want)
	}
}

func wantProblems(t *testing.T, entry string, err error, want []string) {
	t.Helper()
	var one *seed.Error
	if !errors.As(err, &one) || one.File != "" {
		t.Errorf("%s: got %v", entry, err)
		return
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%s: got %q, want %q", entry, err, text)
		}
	}
}

func TestClientToWhichAnotherOneRefersStays(t *testing.T) {
	s := planted(t)
	entry := `{"client_id":"agent","client_secret":"s","grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"],"exchange_clients":["native"],"exchange_resources":["http://api.localhost:9001"]}`
	s, _, err := s.WithClient([]byte(entry), seed.Options{Hash: plain})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.WithoutClient("native", seed.Options{Hash: plain}); err == nil || !strings.Contains(err.Error(), `exchange_clients: "native" is not a client`) {
		t.Errorf("got %v", err)
	}
}
