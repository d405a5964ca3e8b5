package bearer_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"quartet.example/resourceserver/bearer"
)

// A request that is refused for another reason does not use up its proof, because the replay check
// is the last one (RFC 9449 §11.1).
func TestARefusedRequestKeepsItsProof(t *testing.T) {
	r := start(t, withDPoP)
	key := newHolder(t)
	token := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	proof := r.proofOf(t, key, token, "")
	ask := func(need bearer.Requirement) error {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://evil.example/notes", nil)
		req.Header.Set("Authorization", "DPoP "+token)
		req.Header.Set("DPoP", proof)
		_, err := r.v.Authorize(req, need)
		return err
	}
	if err := ask(bearer.Requirement{Scope: []string{"notes:administer"}}); err == nil {
		t.Fatal("a scope that the token lacks: got no error")
	}
	if err := ask(bearer.Requirement{Scope: []string{"notes:read"}}); err != nil {
		t.Errorf("the same proof, for what the token may do: %v", err)
	}
	if err := ask(bearer.Requirement{Scope: []string{"notes:read"}}); err == nil {
		t.Error("a replay: got no error")
	}
}
