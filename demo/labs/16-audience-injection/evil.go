package audienceinjection

import (
	"encoding/json"
	"net/http"
	"strings"

	"quartet.example/shared/oauth"
)

// evil is the authorization server of the attacker. What its endpoints receive is kept by lab.Site.
type evil struct{ issuer, tokenEndpoint string }

// ServeHTTP answers as a server with metadata, an endpoint for pushed authorization requests, and a page without a sign-in form.
func (e evil) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/.well-known/"):
		answer(w, http.StatusOK, e.metadata())
	case r.URL.Path == "/par":
		answer(w, http.StatusCreated, map[string]any{"request_uri": "urn:ietf:params:oauth:request_uri:any", "expires_in": 60}) // RFC 9126 §2.2
	case r.URL.Path == "/authorize":
		_, _ = w.Write([]byte("Sign-in is not possible at the moment."))
	default:
		http.NotFound(w, r)
	}
}

// metadata has an endpoint of the attacker for pushed authorization requests. The token endpoint is what she says.
func (e evil) metadata() oauth.ServerMetadata {
	return oauth.ServerMetadata{
		Issuer: e.issuer, AuthorizationEndpoint: e.issuer + "/authorize", TokenEndpoint: e.tokenEndpoint, JWKSURI: e.issuer + "/jwks",
		PushedAuthorizationRequestEndpoint: e.issuer + "/par", ResponseTypesSupported: []string{"code"},
		CodeChallengeMethodsSupported: []string{oauth.S256}, SubjectTypesSupported: []string{"public"}, IDTokenSigningAlgValuesSupported: []string{"ES256"},
	}
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that has gone away misses nothing
}
