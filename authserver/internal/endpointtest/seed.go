package endpointtest

import (
	"context"
	"crypto"
	"errors"
	"slices"
	"sync"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Alice is the subject of the only user.
const Alice = "alice-sub"

// Callback and OtherCallback are both registered for the web clients.
const (
	Callback      = "http://app.localhost:8080/callback"
	OtherCallback = "http://app.localhost:8080/other"
)

// Clients are similar to the clients of the default seed.
type Clients struct{}

// FindClient returns core.ErrNotFound for a client that is not one of them.
func (Clients) FindClient(id string) (*core.Client, error) {
	i := slices.IndexFunc(registered(), func(c core.Client) bool { return c.ID == id })
	if i < 0 {
		return nil, core.ErrNotFound
	}
	return &registered()[i], nil
}

// ExchangeTarget returns false, because no client here exchanges tokens.
func (Clients) ExchangeTarget(string) bool { return false }

var registered = sync.OnceValue(func() []core.Client {
	code := []oauth.GrantType{oauth.AuthorizationCodeGrant, oauth.RefreshTokenGrant}
	scope := oauth.Scope{"openid", "profile", "email", "offline_access", "notes:read", "notes:write"}
	return []core.Client{
		{ID: "notes", SecretHash: oauth.Hash(Secret("notes")), AuthMethod: oauth.ClientSecretBasic, GrantTypes: code, Scope: scope, RedirectURIs: []string{Callback, OtherCallback}},
		{ID: "web-post", SecretHash: oauth.Hash(Secret("web-post")), AuthMethod: oauth.ClientSecretPost, GrantTypes: code, Scope: scope, RedirectURIs: []string{Callback, OtherCallback}},
		{ID: "native", AuthMethod: oauth.NoAuthentication, ApplicationType: core.ApplicationNative, GrantTypes: append(slices.Clone(code), oauth.ClientCredentialsGrant), Scope: scope, RedirectURIs: []string{"http://127.0.0.1/callback"}},
		{ID: "code-only", SecretHash: oauth.Hash(Secret("code-only")), AuthMethod: oauth.ClientSecretBasic, GrantTypes: code[:1], Scope: scope, RedirectURIs: []string{Callback}},
		{ID: "service", SecretHash: oauth.Hash(Secret("service")), AuthMethod: oauth.ClientSecretBasic, GrantTypes: []oauth.GrantType{oauth.ClientCredentialsGrant}, Scope: oauth.Scope{"openid", "notes:read", "notes:write"}},
		{ID: "odd: &client+", SecretHash: oauth.Hash(Secret("odd: &client+")), AuthMethod: oauth.ClientSecretBasic, GrantTypes: []oauth.GrantType{oauth.ClientCredentialsGrant}, Scope: oauth.Scope{"notes:read"}},
		{ID: "notes-api", SecretHash: oauth.Hash(Secret("notes-api")), AuthMethod: oauth.ClientSecretBasic, Resource: Resource},
	}
})

// Secret is the secret of a client.
func Secret(id string) string { return id + "-dev-secret-not-for-production" }

// Audiences assigns every scope to the only resource.
type Audiences struct{}

// Audience returns an error for any other resource.
func (Audiences) Audience(scope oauth.Scope, resource []string) ([]string, error) {
	if len(resource) > 0 && !slices.Equal(resource, []string{Resource}) {
		return nil, errors.New("no such resource")
	}
	return []string{Resource}, nil
}

// ScopeAt returns scope unchanged, because there is only one resource. With no audience it returns
// the scopes about a user.
func (Audiences) ScopeAt(audience []string, scope oauth.Scope) oauth.Scope {
	if len(audience) == 0 {
		return scope.Intersect(oauth.Scope{"openid", "profile", "email", "offline_access"})
	}
	return scope
}

// Keys are signing keys that all servers of a test binary share.
type Keys struct{}

var (
	ecKey  = sync.OnceValue(func() jose.SigningKey { return generate("ES256", "ec") })
	rsaKey = sync.OnceValue(func() jose.SigningKey { return generate("RS256", "rsa") })
)

func generate(alg, kid string) jose.SigningKey {
	key, err := jose.Generate(alg, kid)
	if err != nil {
		panic(err)
	}
	return key
}

// AccessTokenKey returns the ES256 key.
func (Keys) AccessTokenKey() jose.SigningKey { return ecKey() }

// IDTokenKey returns the key for RS256 or ES256, or an error for other algorithms.
func (Keys) IDTokenKey(alg string) (jose.SigningKey, error) {
	switch alg {
	case "RS256":
		return rsaKey(), nil
	case "ES256":
		return ecKey(), nil
	}
	return jose.SigningKey{}, errors.New("no key for " + alg)
}

// Find returns the public key with the kid and alg of the header, or core.ErrNotFound for an
// unknown kid.
func (Keys) Find(ctx context.Context, h jose.Header) (crypto.PublicKey, error) {
	switch h.KeyID {
	case "ec", "rsa":
		return jose.Set{Keys: []jose.Key{ecKey().Public(), rsaKey().Public()}}.Find(ctx, h)
	case "":
		return nil, errors.New("there is no kid")
	}
	return nil, core.ErrNotFound
}
