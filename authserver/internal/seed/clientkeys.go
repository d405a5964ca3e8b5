package seed

import (
	"encoding/json"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/clientkeys"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// minHMAC is the minimum length of an HS256 key, in bytes (RFC 7518 §3.2).
const minHMAC = 32

// keys reads the public keys of a client, or the address of its JWK Set, and its signing algorithm
// (RFC 7591 §2, OIDC Registration §2).
func (r *reader) keys(e clientEntry, c *core.Client) {
	c.JWKS, c.JWKSURI, c.AssertionAlg = r.jwks(&e.JWKS), e.JWKSURI.value, e.AssertionAlg.value
	has := e.JWKS.Kind != 0
	r.refuse(has && c.JWKSURI != "", e.JWKSURI.line, "jwks_uri", "is set together with jwks; a client has only one of them (RFC 7591 §2)")
	r.refuse(c.AuthMethod == oauth.PrivateKeyJWT && !has && c.JWKSURI == "", e.line, "jwks",
		"is missing: %s authenticates with private_key_jwt, so it needs jwks or jwks_uri", c.ID)
	if c.JWKSURI != "" && r.Fetchable != nil {
		err := r.Fetchable(c.JWKSURI)
		r.refuse(err != nil, e.JWKSURI.line, "jwks_uri", "may not be fetched: %v; add a host of your own network to the setting fetch-allow", err)
	}
	algorithms := assertion.Algorithms(c.AuthMethod)
	r.refuse(c.AssertionAlg != "" && !slices.Contains(algorithms, c.AssertionAlg), e.AssertionAlg.line, "token_endpoint_auth_signing_alg",
		"%q is not for %s; it can be %s", c.AssertionAlg, c.AuthMethod, orNothing(algorithms))
}

func orNothing(words []string) string {
	if len(words) == 0 {
		return "left out only"
	}
	return strings.Join(words, ", ")
}

// jwks returns the JSON of a JWK Set, or nil if the field is missing.
func (r *reader) jwks(n *yaml.Node) []byte {
	if n.Kind == 0 {
		return nil
	}
	var members any
	if err := n.Decode(&members); err != nil {
		r.add(n.Line, "jwks", "want a JWK Set here (RFC 7517 §5)")
		return nil
	}
	raw, err := json.Marshal(members)
	if err != nil {
		r.add(n.Line, "jwks", "want a JWK Set here (RFC 7517 §5)")
		return nil
	}
	set, err := clientkeys.Parse(raw)
	if err != nil {
		r.add(n.Line, "jwks", "%v", err)
		return nil
	}
	r.refusePublishedKeys(set, n.Line)
	r.refuse(len(set.Keys) == 0, n.Line, "jwks", "has no key that can verify: P-256, Ed25519, or RSA of 2048 bits and more")
	return raw
}

// hmacKey returns the secret of a client_secret_jwt client in clear, because an HMAC cannot be
// verified with a hash of the key (OIDC Core §9).
func (r *reader) hmacKey(secret string, line int) core.ClearSecret {
	r.refuse(len(secret) < minHMAC, line, "client_secret", "has %d bytes; client_secret_jwt needs %d (RFC 7518 §3.2)", len(secret), minHMAC)
	return core.ClearSecret(secret)
}
