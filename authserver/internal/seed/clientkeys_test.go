package seed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/seed"
)

const ecJWK = `{kty: EC, crv: P-256, kid: k1, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0}` // RFC 7515 A.3

// signer is a client with these additional lines, which begin at line 5.
func signer(method string, lines ...string) string {
	return indent("clients:", "  - client_id: service-jwt", "    grant_types: []", "    token_endpoint_auth_method: "+method) +
		"    " + strings.Join(lines, "\n    ") + "\n"
}

func TestClientsThatSign(t *testing.T) {
	fetcher := fetch.New(fetch.Options{Allow: []string{"keys.localhost:7000"}})
	long := "client_secret: " + strings.Repeat("s", 32)
	for name, tt := range map[string]struct{ raw, want string }{
		"jwks":                               {signer("private_key_jwt", "jwks: {keys: ["+ecJWK+"]}"), ""},
		"jwks as JSON":                       {signer("private_key_jwt", `jwks: {"keys": [{"kty":"EC","crv":"P-256","kid":"k1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}`), ""},
		"jwks_uri":                           {signer("private_key_jwt", "jwks_uri: https://client.example/jwks"), ""},
		"jwks_uri that is allowed over http": {signer("private_key_jwt", "jwks_uri: http://keys.localhost:7000/jwks"), ""},
		"client_secret_jwt":                  {signer("client_secret_jwt", long), ""},
		"an algorithm":                       {signer("private_key_jwt", "jwks_uri: https://client.example/jwks", "token_endpoint_auth_signing_alg: PS256"), ""},
		"N-23 both":                          {signer("private_key_jwt", "jwks: {keys: ["+ecJWK+"]}", "jwks_uri: https://client.example/jwks"), "seed.yaml:6: jwks_uri: is set together with jwks"},
		"neither":                            {signer("private_key_jwt", "scope: openid"), "seed.yaml:2: jwks: is missing"},
		"N-23 a private key":                 {signer("private_key_jwt", "jwks: {keys: [{kty: EC, crv: P-256, kid: k1, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0, d: jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI}]}"), "seed.yaml:5: jwks: key 1: a private or symmetric key"},
		"N-23 a symmetric key":               {signer("private_key_jwt", "jwks: {keys: [{kty: oct, k: c2VjcmV0}]}"), "key 1: a private or symmetric key"},
		"no usable key":                      {signer("private_key_jwt", "jwks: {keys: [{kty: LATER}]}"), "seed.yaml:5: jwks: has no key"},
		"no JWK Set":                         {signer("private_key_jwt", "jwks: [k1]"), "seed.yaml:5: jwks: not a JWK Set"},
		"a secret beside keys":               {signer("private_key_jwt", "jwks_uri: https://client.example/jwks", long), "seed.yaml:6: client_secret: a client with token_endpoint_auth_method private_key_jwt"},
		"a short secret for HMAC":            {signer("client_secret_jwt", "client_secret: short"), "seed.yaml:5: client_secret: has 5 bytes"},
		"HS256 for a key":                    {signer("private_key_jwt", "jwks_uri: https://client.example/jwks", "token_endpoint_auth_signing_alg: HS256"), "seed.yaml:6: token_endpoint_auth_signing_alg:"},
		"an algorithm for Basic":             {signer("client_secret_basic", long, "token_endpoint_auth_signing_alg: ES256"), "it can be left out only"},
		"O-22 loopback":                      {signer("private_key_jwt", "jwks_uri: https://127.0.0.1/jwks"), "seed.yaml:5: jwks_uri: may not be fetched"},
		"O-22 metadata of clouds":            {signer("private_key_jwt", "jwks_uri: http://169.254.169.254/latest"), "seed.yaml:5: jwks_uri: may not be fetched"},
		"O-22 decimal":                       {signer("private_key_jwt", "jwks_uri: https://2130706433/"), "seed.yaml:5: jwks_uri: may not be fetched"},
		"O-22 file":                          {signer("private_key_jwt", "jwks_uri: file:///etc/passwd"), "seed.yaml:5: jwks_uri: may not be fetched"},
		"http":                               {signer("private_key_jwt", "jwks_uri: http://client.example/jwks"), "seed.yaml:5: jwks_uri: may not be fetched: not https"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, tt.raw, seed.Options{Fetchable: fetcher.Check})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSecretsInClearAreNotShown(t *testing.T) { // O-09
	const secret = "a-secret-of-more-than-32-characters-in-all"
	s, err := load(t, signer("client_secret_jwt", "client_secret: "+secret), seed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Clients[0]
	if string(c.AssertionSecret) != secret || c.SecretHash != "" {
		t.Errorf("the secret is not there, or its hash is")
	}
	if shown := fmt.Sprintf("%v %+v %#v %s %v", c, *c, *c, c.AssertionSecret, errors.New(c.AssertionSecret.String())); strings.Contains(shown, secret) {
		t.Errorf("got %s", shown)
	}
}
