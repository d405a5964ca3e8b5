package hostile

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// metadata is the document of RFC 8414 and of OpenID Connect Discovery.
func (p *Provider) metadata(w http.ResponseWriter, r *http.Request) {
	p.record(Metadata, r, "")
	reply(w, http.StatusOK, oauth.ServerMetadata{
		Issuer: p.issuer(), AuthorizationEndpoint: p.AuthorizationEndpoint(), TokenEndpoint: p.Issuer + "/token",
		JWKSURI: p.Issuer + "/jwks", UserinfoEndpoint: p.Issuer + "/userinfo",
		ScopesSupported: []string{"openid", "profile", "email"}, ResponseTypesSupported: []string{"code"},
		ResponseModesSupported: []string{"query", "form_post"}, SubjectTypesSupported: []string{"public"},
		GrantTypesSupported:               []oauth.GrantType{oauth.AuthorizationCodeGrant, oauth.RefreshTokenGrant},
		TokenEndpointAuthMethodsSupported: []oauth.AuthMethod{oauth.ClientSecretBasic, oauth.ClientSecretPost, oauth.PrivateKeyJWT, oauth.NoAuthentication},
		IDTokenSigningAlgValuesSupported:  []string{"RS256"}, CodeChallengeMethodsSupported: []string{oauth.S256},
		AuthorizationResponseIssSupported: true, DPoPSigningAlgValuesSupported: []string{"ES256", "RS256", "EdDSA"},
	})
}

// AuthorizationEndpoint is where the client must send the browser.
func (p *Provider) AuthorizationEndpoint() string { return p.Issuer + "/authorize" }

// jwks is the JWK Set (RFC 7517 §5).
func (p *Provider) jwks(w http.ResponseWriter, r *http.Request) {
	p.record(JWKS, r, "")
	var keys []any
	for _, k := range p.keys {
		keys = append(keys, k.Public())
	}
	if p.conduct.Keys != nil {
		keys = p.conduct.Keys(keys)
		p.applied = true
	}
	reply(w, http.StatusOK, map[string]any{"keys": keys})
}
