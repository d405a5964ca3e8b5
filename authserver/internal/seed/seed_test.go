package seed_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

func load(t *testing.T, raw string, o seed.Options) (*seed.Seed, error) {
	t.Helper()
	if o.Hash == nil {
		o.Hash = func(string) (string, error) { return "$argon2id$test", nil }
	}
	return seed.Parse([]byte(raw), "seed.yaml", o)
}

func indent(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func TestBuiltInSeedWorks(t *testing.T) {
	s, err := seed.Load("", seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := directory.New(directory.Options{Issuer: "https://as.example", Users: s.Users, Clients: s.Clients, Resources: s.Resources, Demo: true, HashMemory: 2})
	for name, password := range map[string]string{"alice": "wonderland", "bob": "builder", "mallory": "mischief"} {
		u, err := d.Authenticate(t.Context(), name, password)
		if err != nil {
			t.Errorf("%s cannot sign in: %v", name, err)
		} else if u.DemoPassword != password {
			t.Errorf("%s: demo_password is not the password", name)
		}
	}
	for _, id := range []string{"notes", "web-post", "native", "service", "notes-api", "basic-op"} {
		if c, err := d.FindClient(id); err != nil {
			t.Errorf("client %s: %v", id, err)
		} else if !c.Public() && !c.SecretMatches(id+"-dev-secret-not-for-production") {
			t.Errorf("client %s: the demo secret is not the one of the documentation", id)
		} else if c.PKCEOptional != (id == "basic-op") {
			t.Errorf("client %s: PKCE optional is %t", id, c.PKCEOptional)
		}
	}
}

// An RSA signature costs about 30 times as much. The clients of the conformance suite keep the
// default of a registration that names no algorithm.
func TestClientsOfTheBuiltInSeedGetES256IDTokens(t *testing.T) {
	s, err := seed.Load("", seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Clients {
		want := ""
		if c.Scope.Has("openid") && !strings.HasPrefix(c.ID, "basic-op") {
			want = "ES256"
		}
		if c.IDTokenAlg != want {
			t.Errorf("%s: got %q, want %q", c.ID, c.IDTokenAlg, want)
		}
	}
}

func TestDefaultsAreThoseOfRFC7591(t *testing.T) {
	s, err := load(t, indent("clients:", "  - client_id: web", "    client_secret: x", "    redirect_uris: [https://app.example/cb]"), seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Clients[0]
	if c.AuthMethod != oauth.ClientSecretBasic || !c.MayUse(oauth.AuthorizationCodeGrant) || len(c.GrantTypes) != 1 ||
		c.ApplicationType != core.ApplicationWeb || c.PKCEOptional || c.Name != "web" {
		t.Errorf("got %+v", c)
	}
}

// Each file has one fault. The error names its line, its field and the reason.
func TestMistakesAreRefused(t *testing.T) {
	const good = "  - client_id: web\n    client_secret: s\n    redirect_uris: [https://app.example/cb]\n"
	redirect := func(uri string) string {
		return "clients:\n  - client_id: web\n    client_secret: s\n    redirect_uris: ['" + uri + "']\n"
	}
	native := func(uri string) string {
		return "clients:\n  - client_id: web\n    token_endpoint_auth_method: none\n    application_type: native\n    redirect_uris: ['" + uri + "']\n"
	}
	field := func(line string) string { return "clients:\n" + good + "    " + line + "\n" }
	user := func(line string) string {
		return "users:\n  - sub: '1'\n    username: a\n    password: p\n    " + line + "\n"
	}
	for name, tt := range map[string]struct{ raw, want string }{
		"unknown field of a client":       {field("client_secrt: x"), "seed.yaml:5: client_secrt: unknown field"},
		"unknown field at the top":        {"client: []\n", "seed.yaml:1: client: unknown field"},
		"a field twice":                   {field("client_id: web"), "seed.yaml:5: mapping key"},
		"list where a value belongs":      {field("client_name: [a]"), "seed.yaml:5: want a single value"},
		"value where a list belongs":      {"clients: web\n", "seed.yaml:1: want a list here"},
		"an empty file":                   {"", "seed.yaml:1: the file is empty"},
		"two documents":                   {"users: []\n---\nusers: []\n", "more than one YAML document"},
		"broken YAML":                     {"clients:\n  - client_id: [web\n", "seed.yaml:"},
		"duplicate client":                {"clients:\n" + good + good, `seed.yaml:5: client_id: "web" is registered twice, first in line 2`},
		"duplicate sub":                   {user("disabled: true") + "  - {sub: '1', username: b, password: p}\n", `seed.yaml:6: sub: "1" belongs to two users`},
		"sub that is a client_id":         {"clients:\n" + good + strings.Replace(user("disabled: true"), "'1'", "web", 1), `seed.yaml:6: sub: "web" is a client_id too, first in line 2`},
		"duplicate username but for case": {user("disabled: true") + "  - {sub: '2', username: ' A', password: p}\n", "seed.yaml:6: username: \"a\" belongs to two users"},
		"duplicate resource":              {"resources:\n  - {resource: https://a.example, scopes: {x: y}}\n  - {resource: https://a.example, scopes: {z: y}}\n", "seed.yaml:3: resource: \"https://a.example\" is registered twice"},
		"scope of two resources":          {"resources:\n  - {resource: https://a.example, scopes: {x: y}}\n  - {resource: https://b.example, scopes: {x: y}}\n", "seed.yaml:3: scopes: \"x\" belongs to https://a.example already"},
		"scope without words":             {"resources:\n  - resource: https://a.example\n    scopes:\n      x:\n", "seed.yaml:4: scopes: \"x\" needs a description"},
		"scope of OpenID Connect":         {"resources:\n  - {resource: https://a.example, scopes: {openid: y}}\n", "belongs to OpenID Connect"},
		"resource with a fragment":        {"resources:\n  - {resource: 'https://a.example#x', scopes: {x: y}}\n", "seed.yaml:2: resource:"},
		"relative resource":               {"resources:\n  - {resource: /notes, scopes: {x: y}}\n", "RFC 8707 §2"},
		"unknown grant type":              {field("grant_types: [password]"), `seed.yaml:5: grant_types: "password" is unknown`},
		"unknown authentication method":   {field("token_endpoint_auth_method: tls_client_auth"), "seed.yaml:5: token_endpoint_auth_method:"},
		"implicit response type":          {field("response_types: [token]"), "seed.yaml:5: response_types:"},
		"dpop_bound_access_tokens maybe":  {field("dpop_bound_access_tokens: maybe"), "seed.yaml:5: dpop_bound_access_tokens:"},
		"pushed requests sometimes":       {field("require_pushed_authorization_requests: 1"), "seed.yaml:5: require_pushed_authorization_requests:"},
		"unknown pkce":                    {field("pkce: never"), "seed.yaml:5: pkce:"},
		"scope without an owner":          {field("scope: openid notes:reed"), `seed.yaml:5: scope: "notes:reed" belongs to no resource`},
		"malformed scope":                 {field("scope: 'a  b'"), "seed.yaml:5: scope:"},
		"unknown resource of a client":    {field("resource: https://ghost.example"), "seed.yaml:5: resource:"},
		"javascript link":                 {field("policy_uri: 'javascript:alert(1)'"), "seed.yaml:5: policy_uri:"},
		"confidential without secret":     {"clients:\n  - client_id: web\n    redirect_uris: [https://app.example/cb]\n", "seed.yaml:2: client_secret: is missing"},
		"public with secret":              {field("token_endpoint_auth_method: none"), "seed.yaml:3: client_secret: a client with token_endpoint_auth_method none"},
		"code grant without redirect URI": {"clients:\n  - client_id: web\n    client_secret: s\n", "seed.yaml:2: redirect_uris: is missing"},
		"public client_credentials":       {"clients:\n  - {client_id: web, token_endpoint_auth_method: none, grant_types: [client_credentials]}\n", "RFC 6749 §4.4"},
		"refresh without code":            {"clients:\n  - {client_id: web, client_secret: s, grant_types: [refresh_token]}\n", "no other grant issues"},
		"public client without PKCE":      {"clients:\n  - {client_id: web, token_endpoint_auth_method: none, redirect_uris: [https://a.example/], pkce: optional}\n", "RFC 9700 §2.1.1"},
		"client_id with a space":          {"clients:\n  - {client_id: 'a b', client_secret: s, grant_types: []}\n", "RFC 6749 App. A.1"},
		"client_id missing":               {"clients:\n  - {client_secret: s, grant_types: []}\n", "seed.yaml:2: client_id: is missing"},
		"secret file that is not there":   {"clients:\n  - {client_id: web, client_secret: '@/no/such/file', grant_types: []}\n", "seed.yaml:2: client_secret: the file after @ cannot be read"},
		"B-09 http redirect to a network": {redirect("http://app.example/cb"), "seed.yaml:4: redirect_uris: \"http://app.example/cb\" is http and leaves this machine"},
		"CD-07 redirect with a fragment":  {redirect("https://app.example/cb#f"), "has a fragment"},
		"redirect with an empty fragment": {redirect("https://app.example/cb#"), "has a fragment"},
		"redirect without a scheme":       {redirect("/cb"), "is not an absolute URI"},
		"redirect without a host":         {redirect("https:///cb"), "has no host"},
		"redirect with a wildcard":        {redirect("https://*.app.example/cb"), "there are no wildcards"},
		"redirect with a user name":       {redirect("https://app.example@evil.example/cb"), "holds a user name"},
		"redirect with a backslash":       {redirect(`https://app.example\@evil.example/cb`), "seed.yaml:4: redirect_uris"},
		"redirect twice":                  {"clients:\n  - client_id: web\n    client_secret: s\n    redirect_uris: [https://a.example/, https://a.example/]\n", "appears twice"},
		"B-03 javascript redirect":        {redirect("javascript:alert(1)"), "runs or reads things in a browser"},
		"B-03 data redirect, native":      {native("data:text/html,x"), "runs or reads things in a browser"},
		"private scheme of a web client":  {redirect("com.example.app:/cb"), "application_type native"},
		"B-10 private scheme without dot": {native("myapp:/cb"), "RFC 8252 §7.1"},
		"post-logout redirect is judged":  {field("post_logout_redirect_uris: ['http://app.example/']"), "seed.yaml:5: post_logout_redirect_uris:"},
		"user without password":           {"users:\n  - {sub: '1', username: a}\n", "seed.yaml:2: password_hash: is missing"},
		"password and hash":               {user("password_hash: $argon2id$x"), "is set together with password_hash"},
		"hash of another kind":            {"users:\n  - sub: '1'\n    username: a\n    password_hash: $2a$10$abc\n", "seed.yaml:4: password_hash: is not an argon2id hash"},
		"hash without threads":            {"users:\n  - sub: '1'\n    username: a\n    password_hash: $argon2id$v=19$m=19456,t=2,p=0$OYxZZG8lxWoRMg1NYAzirg$r6MQvuYp8rzCN3bldVAirG6cOUlHMMBOiJamHmXVFJE\n", "is not an argon2id hash"},
		"hash that takes all memory":      {"users:\n  - sub: '1'\n    username: a\n    password_hash: $argon2id$v=19$m=4000000000,t=2,p=1$OYxZZG8lxWoRMg1NYAzirg$r6MQvuYp8rzCN3bldVAirG6cOUlHMMBOiJamHmXVFJE\n", "costs more than 1 GiB"},
		"claim of the wrong type":         {user("claims: {email_verified: maybe}"), "email_verified must be true or false"},
		"sub over 255 characters":         {"users:\n  - {sub: " + strings.Repeat("x", 256) + ", username: a, password: p}\n", "OIDC Core §2"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := load(t, tt.raw, seed.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestAcceptedRedirectURIs(t *testing.T) {
	for uri, kind := range map[string]string{
		"https://app.example/cb?tenant=1": "web",
		"http://app.localhost:8080/cb":    "web",
		"http://localhost:3000/cb":        "web",
		"http://127.0.0.1/cb":             "native",
		"http://[::1]/cb":                 "native",
		"com.example.app:/cb":             "native",
	} {
		raw := "clients:\n  - client_id: web\n    client_secret: s\n    application_type: " + kind + "\n    redirect_uris: ['" + uri + "']\n"
		if _, err := load(t, raw, seed.Options{}); err != nil {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	_, err := load(t, "users:\n  - {sub: '1', username: a}\nclients:\n  - {client_id: web, client_secret: s, redirect_uris: ['http://a.example/']}\n  - {client_id: b, sekrit: x, client_secret: s, redirect_uris: [https://b.example/]}\n", seed.Options{})
	if err == nil {
		t.Fatal("got no error")
	}
	for i, line := range strings.Split(err.Error(), "\n") {
		want := []string{"seed.yaml:2: password_hash", "seed.yaml:4: redirect_uris", "seed.yaml:5: sekrit"}[i]
		if !strings.HasPrefix(line, want) {
			t.Errorf("line %d: got %q, want %q", i, line, want)
		}
	}
}

func TestProductionRefusesDevSettings(t *testing.T) {
	strong := oauth.NewSecret()
	for name, tt := range map[string]struct{ raw, want string }{
		"short secret":        {"clients:\n  - {client_id: web, client_secret: short, grant_types: []}\n", "client_secret: of web has fewer than 32 characters"},
		"secret of the demo":  {"clients:\n  - {client_id: notes, client_secret: notes-dev-secret-not-for-production, grant_types: []}\n", "is published"},
		"password in clear":   {"users:\n  - {sub: '1', username: a, password: p}\n", "password: is in clear"},
		"demo password":       {"users:\n  - {sub: '1', username: a, demo_password: p}\n", "demo_password: shows a password"},
		"cheap hash":          {"users:\n  - sub: '1'\n    username: a\n    password_hash: $argon2id$v=19$m=64,t=1,p=1$OYxZZG8lxWoRMg1NYAzirg$r6MQvuYp8rzCN3bldVAirG6cOUlHMMBOiJamHmXVFJE\n", "is too weak"},
		"B-09 loopback http":  {"clients:\n  - {client_id: web, client_secret: " + strong + ", redirect_uris: ['http://app.localhost/']}\n", "production allows that only for loopback redirects of native clients"},
		"secret in the error": {"clients:\n  - {client_id: web, client_secret: hunter2, grant_types: []}\n", "fewer than 32"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, tt.raw, seed.Options{Production: true})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the secret is in the error: %v", err)
			}
		})
	}
	if _, err := seed.Load("", seed.Options{Production: true}); err == nil {
		t.Error("the built-in demo is accepted in production")
	}
}

func TestSecretsComeFromFilesAndSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("from a file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	raw := "clients:\n  - {client_id: a, client_secret: '@" + path + "', grant_types: []}\n  - {client_id: b, client_secret: weak, grant_types: []}\n"
	s, err := load(t, raw, seed.Options{Secrets: map[string]config.Secret{"b": "from the settings"}})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Clients[0].SecretMatches("from a file") || !s.Clients[1].SecretMatches("from the settings") || s.Clients[1].SecretMatches("weak") {
		t.Error("secrets are not those of the file and the settings")
	}
	if _, err := load(t, raw, seed.Options{Secrets: map[string]config.Secret{"ghost": "x"}}); err == nil || !strings.Contains(err.Error(), "this file does not define") {
		t.Errorf("a secret for an unknown client: got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("clients:\n  - {client_id: web, client_secret: s, redirect_uris: [https://a.example/]}\n")
	f.Add("users: &a\n  - {sub: '1', username: a, claims: *a}\n")
	f.Add("resources:\n  - {resource: https://a.example, scopes: {x: y}}\n")
	f.Add("a: &a [x]\nclients: [{<<: *a}]\n")
	f.Fuzz(func(t *testing.T, raw string) {
		s, err := load(t, raw, seed.Options{Production: true})
		if (s == nil) == (err == nil) {
			t.Errorf("got %v and %v", s, err)
		}
	})
}
