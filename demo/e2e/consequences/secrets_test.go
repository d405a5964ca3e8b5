package consequences_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
)

// secrets finds the values of many secrets in a text in one pass, by their first bytes.
type secrets map[string]map[string]string // first bytes → value → what it is

// prefix is the number of bytes by which a secret is found. "builder" is the shortest secret.
const prefix = 7

func (s secrets) add(what, value string) {
	if len(value) < prefix {
		return
	}
	if s[value[:prefix]] == nil {
		s[value[:prefix]] = map[string]string{}
	}
	s[value[:prefix]][value] = what
}

func (s secrets) count() (n int) {
	for _, values := range s {
		n += len(values)
	}
	return n
}

func (s secrets) find(text string) (found []string) {
	for i := 0; i+prefix <= len(text); i++ {
		for value, what := range s[text[i:i+prefix]] {
			if strings.HasPrefix(text[i:], value) {
				found = append(found, what)
			}
		}
	}
	return found
}

// sent returns the secrets in all messages that the tests sent and received.
func sent(s *world) secrets {
	all := secrets{}
	add := func(form url.Values) {
		for _, name := range []string{"code", "code_verifier", "refresh_token", "device_code", "password", "client_secret", "token", "csrf", "transaction", "request_uri"} {
			value := form.Get(name)
			all.add(name, value[strings.LastIndex(value, ".")+1:]) // only the signature of a JWT
		}
	}
	for _, e := range s.Gate.Seen(func(rig.Exchange) bool { return true }) {
		add(e.Form)
		all.add("credentials", strings.TrimPrefix(e.Request.Get("Authorization"), "Basic "))
		for _, name := range []string{"access_token", "refresh_token", "id_token", "device_code"} {
			value := answer{Body: e.Body}.text(name)
			all.add(name, value[strings.LastIndex(value, ".")+1:])
		}
	}
	for _, b := range s.browsers {
		for _, h := range b.Hops() {
			typed, _ := url.ParseQuery(h.Form)
			add(typed)
			all.add("code", h.URL.Query().Get("code"))
			for _, c := range h.Cookies() {
				all.add("cookie "+c.Name, c.Value)
			}
		}
	}
	for _, client := range []string{"notes", "web-post", "service", "notes-api"} {
		all.add("client_secret", client+"-dev-secret-not-for-production")
	}
	return all
}

// secretsStaySecret looks for these secrets where somebody could read them later.
func secretsStaySecret(t *testing.T, s *world) {
	all := sent(s)
	if n := all.count(); n < 100 {
		t.Fatalf("only %d secrets to look for", n)
	}
	t.Run("O-06 Redis holds none, in keys, values and recorded events", func(t *testing.T) {
		dump, err := rig.Dump(t.Context(), s.Redis)
		if err != nil {
			t.Fatal(err)
		}
		if dump["trace"] == "" {
			t.Error("nothing was recorded, so nothing was tested")
		}
		for key, value := range dump {
			for _, what := range all.find(key + "\n" + value) {
				t.Errorf("%.60s: %s", key, what)
			}
		}
	})
	t.Run("O-09 no log line holds one", func(t *testing.T) {
		for _, what := range all.find(s.Log.String()) {
			t.Error(what)
		}
	})
	t.Run("every key in Redis expires, except keys that an operator manages and the recording, whose size is limited", func(t *testing.T) {
		lasting := []string{"signing-keys", "user-overrides", "trace"}
		keys, err := s.Redis.Keys(t.Context(), "*").Result()
		if err != nil || len(keys) < 50 {
			t.Fatalf("got %d keys and %v", len(keys), err)
		}
		for _, key := range keys {
			if s.Redis.PTTL(t.Context(), key).Val() < 0 && !slices.Contains(lasting, key) {
				t.Errorf("%s has no TTL", key)
			}
		}
	})
}
