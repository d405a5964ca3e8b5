package bearer_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/jose"
)

// claimOf returns a claim of the token, or false if the token does not have the claim.
func claimOf[T any](t *testing.T, token *bearer.Token, name string) (value T, has bool) {
	t.Helper()
	has, err := token.Claim(name, &value)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return value, has
}

// Token.Claim returns every claim of a token, also a claim that the Validator does not know, and
// also for a token from the cache.
func TestEveryClaimCanBeRead(t *testing.T) {
	r := start(t)
	raw := r.issuer.Token(t, r.clock.Now(), func(c *claims) {
		c.Other = []byte(`{"groups":["staff","admins"],"entitlements":{"a":1},"SUB":"admin","nothing":null}`)
	})
	for _, when := range []string{"first seen", "seen before"} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/notes", nil)
		req.Header.Set("Authorization", "Bearer "+raw)
		token, err := r.v.Authorize(req, bearer.Requirement{})
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if groups, has := claimOf[[]string](t, token, "groups"); !has || !slices.Equal(groups, []string{"staff", "admins"}) {
			t.Errorf("%s: groups: got %v, %v", when, groups, has)
		}
		if sub, has := claimOf[string](t, token, "sub"); !has || sub != "alice" || token.Subject != "alice" {
			t.Errorf("%s: sub: got %q, %v", when, sub, has)
		}
		if sub, has := claimOf[string](t, token, "SUB"); !has || sub != "admin" {
			t.Errorf("%s: SUB, which is another claim: got %q, %v", when, sub, has)
		}
		if aud, has := claimOf[jose.Audience](t, token, "aud"); !has || len(aud) != 1 {
			t.Errorf("%s: aud: got %v, %v", when, aud, has)
		}
		if _, has := claimOf[any](t, token, "roles"); has {
			t.Errorf("%s: has roles", when)
		}
		if _, has := claimOf[any](t, token, "nothing"); !has {
			t.Errorf("%s: a claim that is null is not there", when)
		}
		if _, err := token.Claim("groups", new(string)); err == nil {
			t.Errorf("%s: an array was read as a string", when)
		}
	}
}
