package seed

import (
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
)

// secret returns the hash of the client's secret. The secret is a value, the content of @file, or
// from the setting client-secrets.
func (r *reader) secret(e clientEntry, c *core.Client) string {
	line := e.ClientSecret.at(e.line)
	var secret config.Secret
	if err := secret.UnmarshalText([]byte(e.ClientSecret.value)); err != nil && r.Secrets[c.ID].IsZero() {
		r.add(line, "client_secret", "%v", err)
		return ""
	}
	if override, has := r.Secrets[c.ID]; has {
		secret = override
	}
	value := secret.Reveal()
	switch {
	case c.AuthMethod == oauth.PrivateKeyJWT:
		r.refuse(value != "", line, "client_secret", "a client with token_endpoint_auth_method private_key_jwt has keys and no secret")
		return ""
	case c.Public():
		r.refuse(value != "", line, "client_secret", "a client with token_endpoint_auth_method none has no secret")
		return ""
	case value == "":
		r.add(line, "client_secret", "is missing for a client that authenticates with %s", c.AuthMethod)
		return ""
	case r.Production:
		if err := published.Judge(value); err != nil {
			r.add(line, "client_secret", "of %s %v", c.ID, err)
		}
	}
	if c.AuthMethod == oauth.ClientSecretJWT {
		c.AssertionSecret = r.hmacKey(value, line)
		return ""
	}
	return oauth.Hash(value)
}
