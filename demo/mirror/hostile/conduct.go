package hostile

import (
	"net/http"
	"net/url"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// Conduct is what a provider does wrong. The zero value is an honest provider. Each field changes one
// thing, and is nil or empty otherwise. The functions must not call the provider.
type Conduct struct {
	Issuer   string                                             // the issuer in metadata, authorization responses and ID tokens
	Response func(url.Values)                                   // changes the authorization response
	Claims   func(map[string]any)                               // changes the claims of the ID token, before it is signed
	Sign     func(forge.Token, jose.SigningKey) (string, error) // signs the ID token in another way; the key is the honest one
	Tokens   func(map[string]any)                               // changes the token response
	Userinfo func(map[string]any)                               // changes the UserInfo response
	Keys     func([]any) []any                                  // changes the keys in the JWK Set
	Nonce    string                                             // proofs at the token endpoint must have this nonce (RFC 9449 §8)
	Serve    map[Endpoint]http.HandlerFunc                      // answers at an endpoint instead of the provider
}

// Endpoint is an endpoint of the provider.
type Endpoint string

// The endpoints. Elsewhere is every path of another origin, where the provider must never send a secret.
const (
	Metadata  Endpoint = "metadata"
	JWKS      Endpoint = "jwks"
	Token     Endpoint = "token"
	Userinfo  Endpoint = "userinfo"
	Elsewhere Endpoint = "elsewhere"
)
