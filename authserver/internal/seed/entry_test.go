package seed_test

import (
	"encoding/json"
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

type entries = map[string]json.RawMessage

func users(entry string) seed.Changes {
	sub, _ := seed.SubOf(json.RawMessage(entry))
	return seed.Changes{Users: entries{sub: json.RawMessage(entry)}}
}

func clients(entry string) seed.Changes {
	id, _ := seed.ClientIDOf(json.RawMessage(entry))
	return seed.Changes{Clients: entries{id: json.RawMessage(entry)}}
}

func TestChangesAddReplaceAndRemove(t *testing.T) {
	before := planted(t)
	for name, tt := range map[string]struct {
		changes seed.Changes
		users   int // how many more
		clients int
	}{
		"a new user":                       {users(`{"sub":"u-1","username":"carol","password":"p"}`), 1, 0},
		"the same sub":                     {users(`{"sub":"248289761001","username":"alicia","password":"p"}`), 0, 0},
		"escapes of JSON":                  {users(`{"sub":"u-1","username":"\ud83d\ude00 \"a\/b\"","password":"p"}`), 1, 0},
		"booleans and numbers":             {users(`{"sub":"u-1","username":"carol","password":"p","disabled":true,"claims":{"email_verified":true,"updated_at":1700000000}}`), 1, 0},
		"a user less":                      {seed.Changes{Users: entries{"248289761001": nil}}, -1, 0},
		"a user less, as JSON":             {seed.Changes{Users: entries{"248289761001": json.RawMessage("null")}}, -1, 0},
		"a user that is absent":            {seed.Changes{Users: entries{"nobody": nil}}, 0, 0},
		"a new client":                     {clients(`{"client_id":"shop","token_endpoint_auth_method":"none","redirect_uris":["http://127.0.0.1:3000/cb"]}`), 0, 1},
		"a client less":                    {seed.Changes{Clients: entries{"tv": nil}}, 0, -1},
		"clients that refer to each other": {seed.Changes{Clients: entries{"a": exchanges("a", "b"), "b": exchanges("b", "a")}}, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := before.With(tt.changes, seed.Options{Hash: plain})
			if err != nil {
				t.Fatal(err)
			}
			if u, c := len(after.Users)-len(before.Users), len(after.Clients)-len(before.Clients); u != tt.users || c != tt.clients {
				t.Errorf("got %d more users and %d more clients", u, c)
			}
		})
	}
}

// exchanges is a client that may exchange tokens of another one.
func exchanges(id, of string) json.RawMessage {
	return json.RawMessage(`{"client_id":"` + id + `","client_secret":"s","grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"],` +
		`"exchange_clients":["` + of + `"],"exchange_resources":["http://api.localhost:9001"]}`)
}

// The checks are those of a file. The error names each field and the reason, without a line.
func TestChangesAreCheckedAsAFile(t *testing.T) {
	s := planted(t)
	for _, tt := range []struct {
		changes seed.Changes
		want    []string
	}{
		{users(`{"username":"carol"}`), []string{"sub: is missing", "password_hash: is missing"}},
		{users(`{"sub":"u-1","username":"ALICE","password":"p"}`), []string{`username: "alice" belongs to two users`}},
		{users(`{"sub":"notes","username":"carol","password":"p"}`), []string{`sub: "notes" is a client_id too`}},
		{users(`{"sub":"u-1","username":"carol","password":"p","colour":"red"}`), []string{"colour: unknown field"}},
		{users(`{"sub":"u-1","sub":"u-2","username":"carol","password":"p"}`), []string{"want a JSON object", "each once"}},
		{users(`[{"sub":"u-1"}]`), []string{"want a JSON object"}},
		{users(`{"sub":`), []string{"want a JSON object"}},
		{clients(`{"client_id":"shop","scope":"openid printer"}`), []string{`scope: "printer" belongs to no resource`, "client_secret: is missing", "redirect_uris: is missing"}},
		{clients(`{"client_id":"shop","token_endpoint_auth_method":"none","redirect_uris":["http://shop.example/cb"]}`), []string{"redirect_uris: "}},
		{seed.Changes{Clients: entries{"native": nil, "agent": exchanges("agent", "native")}}, []string{`exchange_clients: "native" is not a client`}},
	} {
		_, err := s.With(tt.changes, seed.Options{Hash: plain})
		var one *seed.Error
		if !errors.As(err, &one) || one.File != "" {
			t.Errorf("%s: got %v", tt.changes, err)
			continue
		}
		for _, text := range tt.want {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: got %q, want %q", tt.changes, err, text)
			}
		}
	}
}

// YAML, as which an entry is decoded, has fewer characters than JSON, and more ends of lines.
func TestTextOfEntriesIsThatOfTheJSON(t *testing.T) {
	for _, text := range []string{"\x00", "\t", "\x7f", "\u0080", "a\u0085b", "a\u2028b", "a\u2029  b", "\ufeff", "\ufffe", "\uffff", "\ue000", "\U0001f600", "<<", " a\nb ", `"\`} {
		raw, err := json.Marshal(map[string]any{"sub": "u-1", "username": "carol", "password": "p", "claims": map[string]string{"note": text}})
		if err != nil {
			t.Fatal(err)
		}
		changed, err := planted(t).With(users(string(raw)), seed.Options{Hash: plain})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := changed.Users[len(changed.Users)-1].Claims["note"]; got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func TestEntryWithoutAName(t *testing.T) {
	for _, entry := range []string{"", "null", "7", `{"a":1,"a":2}`} {
		if sub, err := seed.SubOf(json.RawMessage(entry)); err == nil {
			t.Errorf("%q: got user %q", entry, sub)
		}
		if id, err := seed.ClientIDOf(json.RawMessage(entry)); err == nil {
			t.Errorf("%q: got client %q", entry, id)
		}
	}
}
