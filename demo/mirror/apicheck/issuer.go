package apicheck

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"quartet.example/shared/jose"
)

// The paths of the issuer.
const (
	jwksPath = "/jwks"
	trapPath = "/trap/" // URLs in tokens lead there; an API that requests one trusts the token too much
)

// issuer serves metadata and keys to the API. It is safe for concurrent use.
type issuer struct {
	url     string
	fetches atomic.Int32 // requests for the key set
	trapped atomic.Int32 // requests for a URL that a token names

	foreign []byte // the key set at trapPath

	mu   sync.Mutex
	jwks http.HandlerFunc
}

// ServeHTTP serves the metadata under both well-known names (RFC 8414 §3.1, OpenID Connect Discovery §4),
// and the key set.
func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/.well-known/oauth-authorization-server", path == "/.well-known/openid-configuration":
		writeJSON(w, i.metadata())
	case path == jwksPath:
		i.mu.Lock()
		answer := i.jwks
		i.mu.Unlock()
		i.fetches.Add(1)
		answer(w, r)
	case strings.Contains(path, trapPath): // also behind a well-known name
		i.trapped.Add(1)
		_, _ = w.Write(i.foreign)
	default:
		http.NotFound(w, r)
	}
}

// metadata has what libraries require, although no endpoint but the key set exists.
func (i *issuer) metadata() map[string]any {
	return map[string]any{
		"issuer": i.url, "jwks_uri": i.url + jwksPath,
		"authorization_endpoint": i.url + "/authorize", "token_endpoint": i.url + "/token",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256", "PS256", "ES256", "EdDSA"},
	}
}

// publish replaces the key set by these members, which need not be valid keys.
func (i *issuer) publish(members ...any) {
	i.serve(func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, map[string]any{"keys": members}) })
}

// serve replaces the answer to requests for the key set.
func (i *issuer) serve(answer http.HandlerFunc) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.jwks = answer
}

// member returns the public key for a key set, with changed members; nil removes one.
func member(key jose.SigningKey, changes map[string]any) (map[string]any, error) {
	raw, err := key.Public().MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("publish key: %w", err)
	}
	members := map[string]any{}
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("publish key: %w", err)
	}
	return changed(members, changes), nil
}

func writeJSON(w http.ResponseWriter, document any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(document) // an API that does not read on gets no more
}
