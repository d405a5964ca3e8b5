package authserver_test

import (
	"net/http"
	"strings"
	"testing"
)

// The path names the user or client. Its entry is checked as one of the seed file.
func TestUsersAndClientsOverHTTP(t *testing.T) {
	c := startControl(t)
	for _, step := range []struct {
		name, method, path, body string
		status                   int
		want                     string // in the response
	}{
		{"a user with a name alone", "PUT", "/control/users/dora", `{}`, 204, ""},
		{"has a token", "POST", "/control/tokens", `{"user":"dora"}`, 200, "token"},
		{"another sub is another user of that name", "PUT", "/control/users/dora", `{"sub":"7"}`, 400, "username: "},
		{"another username than the path", "PUT", "/control/users/dora", `{"username":"erna"}`, 400, "username differs from the one in the path"},
		{"a username that is no text", "PUT", "/control/users/dora", `{"username":1}`, 400, "username differs from the one in the path"},
		{"an unknown member", "PUT", "/control/users/dora", `{"pasword":"x"}`, 400, "pasword"},
		{"the user goes", "DELETE", "/control/users/dora", ``, 204, ""},
		{"and has no token", "POST", "/control/tokens", `{"user":"dora"}`, 400, "there is no user"},
		{"an unknown user", "DELETE", "/control/users/dora", ``, 404, "there is no user"},
		{"is not shown either", "GET", "/control/users/dora", ``, 404, "there is no user"},
		{"a client whose id has a slash", "PUT", "/control/clients/app%2Fx", `{"client_secret":"a-secret","grant_types":["client_credentials"],"scope":"notes:read"}`, 204, ""},
		{"has a token", "POST", "/control/tokens", `{"client_id":"app/x"}`, 200, "token"},
		{"a redirect URI that is not allowed", "PUT", "/control/clients/bad", `{"token_endpoint_auth_method":"none","redirect_uris":["http://app.example/cb"]}`, 400, "redirect_uris"},
		{"the client goes", "DELETE", "/control/clients/app%2Fx", ``, 204, ""},
		{"and has no token", "POST", "/control/tokens", `{"client_id":"app/x"}`, 400, "there is no client"},
		{"an unknown client", "DELETE", "/control/clients/app%2Fx", ``, 404, "there is no client"},
		{"is not shown either", "GET", "/control/clients/app%2Fx", ``, 404, "there is no client"},
	} {
		t.Run(step.name, func(t *testing.T) {
			status, body := c.do(step.method, step.path, step.body)
			if status != step.status || !strings.Contains(string(body), step.want) {
				t.Errorf("got %d %s, want %d with %q", status, body, step.status, step.want)
			}
		})
	}
}

// Users and clients are shown as they were put, without passwords and secrets.
func TestUsersAndClientsAreShownAsTheSeedHasThem(t *testing.T) {
	c := startControl(t)
	for path, entry := range map[string]string{
		"/control/users/dora":   `{"claims":{"groups":["a"],"level":3},"disabled":true,"sub":"dora-sub","username":"dora"}`,
		"/control/clients/spa":  `{"client_id":"spa","dpop_bound_access_tokens":true,"redirect_uris":["http://127.0.0.1/cb"],"scope":"openid","token_endpoint_auth_method":"none"}`,
		"/control/clients/a%2F": `{"client_id":"a/","grant_types":["client_credentials"],"scope":"notes:read"}`,
		"/control/clients/keys": `{"client_id":"keys","grant_types":["client_credentials"],"jwks":{"keys":[{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]},"token_endpoint_auth_method":"private_key_jwt"}`,
	} {
		put := entry
		switch path {
		case "/control/users/dora":
			put = strings.Replace(entry, "{", `{"password":"a password of dora",`, 1)
		case "/control/clients/a%2F":
			put = strings.Replace(entry, "{", `{"client_secret":"a secret of a/",`, 1)
		}
		if status, body := c.do("PUT", path, put); status != http.StatusNoContent {
			t.Fatalf("%s: got %d %s", path, status, body)
		}
		status, body := c.do("GET", path, "")
		if got := strings.TrimSpace(string(body)); status != http.StatusOK || got != entry {
			t.Errorf("%s: got %d %s\nwant %s", path, status, got, entry)
		}
		if _, all := c.do("GET", path[:strings.LastIndex(path, "/")], ""); !strings.Contains(string(all), entry) || strings.Contains(string(all), "a secret of") || strings.Contains(string(all), "a password of") {
			t.Errorf("the list with %s: got %s", path, all)
		}
	}
}

// A name with a slash is one name also below an issuer with a path.
func TestClientWithASlashBelowAnIssuerWithAPath(t *testing.T) {
	c := startControl(t)
	const client = `{"client_secret":"a-secret","grant_types":["client_credentials"],"scope":"notes:read"}`
	for _, step := range []struct {
		method, path, body string
		status             int
	}{
		{"PUT", "/suite-1/control/clients/app%2Fx", client, 204},
		{"GET", "/suite-1/control/clients/app%2Fx", ``, 200},
		{"GET", "/suite-1/control/clients/app%2fx", ``, 200},
		{"GET", "/suite-1/control%2Fclients", ``, 404}, // one name, and no route
		{"DELETE", "/suite-1/control/clients/app%2Fx", ``, 204},
	} {
		if status, body := c.do(step.method, step.path, step.body); status != step.status {
			t.Errorf("%s %s: got %d %s, want %d", step.method, step.path, status, body, step.status)
		}
	}
}

// Each tenant has its own control API, so that parallel tests do not meet.
func TestControlAPIOfATenant(t *testing.T) {
	c := startControl(t)
	if status, body := c.do("PUT", "/suite-1/control/users/dora", `{}`); status != http.StatusNoContent {
		t.Fatalf("got %d %s", status, body)
	}
	for path, want := range map[string]int{"/suite-1/control/tokens": 200, "/suite-2/control/tokens": 400, "/control/tokens": 400} {
		if status, body := c.do("POST", path, `{"user":"dora"}`); status != want {
			t.Errorf("%s: got %d %s, want %d", path, status, body, want)
		}
	}
	if status, _ := c.do("GET", "/suite-1/control/openapi.json", "", "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("a page of another site: got %d", status)
	}
}
