package lab

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"

	"quartet.example/client"
	"quartet.example/shared/config"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// signingKey is the key with which a client signs its assertions, and the same in PEM.
type signingKey struct {
	jose.SigningKey
	pem string
}

func newSigningKey() (signingKey, error) {
	key, err := jose.Generate("ES256", "")
	if err != nil {
		return signingKey{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key.Signer)
	return signingKey{key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))}, err
}

// signCarelessly makes the careless client sign, at both servers with one key and under one client_id. It names
// the token endpoint as aud, except at a server that accepts nothing but the issuer: with the defence, the
// honest server is one.
func (s *Scene) signCarelessly() {
	s.app.Key, s.app.Holes.EndpointAud = &s.key.SigningKey, !s.Has("as.assertion.audience")
	for _, other := range s.app.Others {
		other.ClientID, other.Key, other.Holes.EndpointAud = s.app.ClientID, &s.key.SigningKey, true
	}
}

// keyOf returns the key of an app that the careless authorization server knows, nil for one with a secret.
func (s *Scene) keyOf(app App) *jose.Key {
	if !s.lab.Signs || app.ID != s.Web.ID {
		return nil
	}
	key := s.key.Public()
	return &key
}

const signingID = "notes-jwt"

// sign makes the client of the reference sign in the same way.
func (s *Scene) sign(c *client.Config) {
	s.Web.ID = signingID
	c.ClientID, c.ClientSecret, c.TokenAuthMethod, c.ClientKey = signingID, "", oauth.PrivateKeyJWT, config.Secret(s.key.pem)
	c.Providers = config.Secret(fmt.Sprintf(
		"providers:\n- {name: other, title: Other, issuer: %q, client_id: %s, token_endpoint_auth_method: private_key_jwt, client_key: %q, par: always}\n",
		s.Evil.URL, signingID, s.key.pem))
}

// signingEntry is the entry of this client in the seed.
func (s *Scene) signingEntry() map[string]any {
	entry := clientEntry(s.Web)
	delete(entry, "client_secret")
	entry["token_endpoint_auth_method"], entry["id_token_signed_response_alg"] = oauth.PrivateKeyJWT, "ES256"
	var published map[string]any
	if public, err := json.Marshal(jose.Set{Keys: []jose.Key{s.key.Public()}}); err == nil { // always: a key on P-256
		_ = json.Unmarshal(public, &published)
	}
	entry["jwks"] = published
	return entry
}
