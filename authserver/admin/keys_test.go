package admin_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// kids returns the key ids in the JWKS.
func kids(t *testing.T, srv *authservertest.Server) map[string]bool {
	t.Helper()
	var set struct {
		Keys []struct{ Kid string }
	}
	if err := json.Unmarshal(send(t, srv, http.MethodGet, "/jwks", "", nil), &set); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, k := range set.Keys {
		found[k.Kid] = true
	}
	return found
}

func send(t *testing.T, srv *authservertest.Server, method, path, client string, form url.Values) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if client != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(client, client+"-dev-secret-not-for-production")
	}
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func active(t *testing.T, srv *authservertest.Server, token string) bool {
	t.Helper()
	var answer oauth.Introspection
	if err := json.Unmarshal(send(t, srv, http.MethodPost, "/introspect", "notes-api", url.Values{"token": {token}}), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Active
}

func TestKeys(t *testing.T) {
	b := newBed(t)
	kids(t, b.one) // so that all keys are made
	golden(t, "keys-list", b.must(t, "", "keys", "list"))
	token := b.one.IssueToken(authservertest.Token{User: "alice", Scope: "notes:read"})

	golden(t, "keys-rotate", b.must(t, "", "keys", "rotate"))
	if rotated := b.must(t, "", "keys", "rotate"); rotated != b.must(t, "", "keys", "list") {
		t.Errorf("a second rotation began before the first was over:\n%s", rotated)
	}
	waittest.Until(t, "G-02 both replicas publish the next keys", func() bool { return len(kids(t, b.one)) == 6 && len(kids(t, b.two)) == 6 })
	if !active(t, b.two, token) {
		t.Error("G-02 a token of the current key is dead")
	}

	var current string
	for _, line := range strings.Split(b.must(t, "", "keys", "list"), "\n") {
		if f := strings.Fields(line); len(f) > 2 && f[1] == "ES256" && f[2] == "current" {
			current = f[0]
		}
	}
	golden(t, "keys-retire-now", b.must(t, "", "keys", "retire", current, "--now"))
	replicas := []*authservertest.Server{b.one, b.two}
	for i, srv := range replicas { // all replicas first: one that has not read the change yet still signs with the leaked key
		waittest.Until(t, fmt.Sprintf("G-02 the leaked key is gone from replica %d", i), func() bool { return !kids(t, srv)[current] })
	}
	for i, srv := range replicas {
		if active(t, srv, token) {
			t.Errorf("G-02 replica %d: a token of the leaked key is active", i)
		}
		if !active(t, srv, b.one.IssueToken(authservertest.Token{User: "alice", Scope: "notes:read"})) {
			t.Errorf("replica %d: a token of the new key is not active", i)
		}
	}
}
