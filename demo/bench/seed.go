package main

import (
	"fmt"
	"os"
	"path/filepath"

	"quartet.example/authserver"
)

const (
	benchClient   = "bench"       // ES256 ID tokens, like the clients of the demo
	benchRS256    = "bench-rs256" // RS256 ID tokens, the default of OpenID Connect
	benchApp      = "notes"       // our client
	benchAPI      = "notes-api"   // our resource server, for introspection
	benchSecret   = "bench-secret-of-at-least-thirty-two-characters"
	benchUser     = "user0"
	benchPassword = "wonderland"
	benchKeyID    = "bench"
	benchRedirect = "http://bench.localhost:8080/callback" // where codes go; nobody listens there
)

func secretOf(string) string { return benchSecret }

// writeSeed writes the users and clients of the bench.
func (c *childConfig) writeSeed() (path string, err error) {
	hash, err := authserver.HashPassword(benchPassword)
	if err != nil {
		return "", err
	}
	path = filepath.Join(c.Dir, "seed.yaml")
	text := fmt.Sprintf(`resources:
  - { resource: %s, name: Notes, scopes: { "notes:read": read your notes } }
users:
`, c.At.API)
	for i := range connections {
		text += fmt.Sprintf("  - { sub: %[1]q, username: %[1]s, password_hash: %[2]q, claims: { name: Alice Liddell } }\n", username(i), hash)
	}
	text += "clients:\n"
	for id, alg := range map[string]string{benchClient: "ES256", benchRS256: "RS256"} {
		text += fmt.Sprintf(`  - { client_id: %s, client_name: Bench, client_secret: %s, redirect_uris: [%q], scope: openid notes:read,
      grant_types: [authorization_code, refresh_token, client_credentials], id_token_signed_response_alg: %s }
`, id, benchSecret, benchRedirect, alg)
	}
	text += fmt.Sprintf(`  - { client_id: %s, client_name: Notes, client_secret: %s, redirect_uris: [%q], scope: openid notes:read,
      grant_types: [authorization_code, refresh_token], id_token_signed_response_alg: ES256 }
  - { client_id: %[4]s, client_name: Notes API, client_secret: %[2]s, grant_types: [], resource: %[5]s }
`, benchApp, benchSecret, c.At.App+"/callback", benchAPI, c.At.API)
	return path, os.WriteFile(path, []byte(text), 0o600)
}
