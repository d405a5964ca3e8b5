package bearer_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

// The attacks of josetest against the whole Validator: none of them passes because of a step before
// or after the verification of the token.
func TestValidatorUnderAttack(t *testing.T) {
	r := start(t)
	now := r.clock.Now()
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error {
			if strings.HasPrefix(raw, " ") { // spaces before the token are not a part of it (RFC 9110 §11.4)
				return jose.ErrMalformed
			}
			req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/notes", nil)
			req.Header["Authorization"] = []string{"Bearer " + raw}
			_, err := r.v.Authorize(req, bearer.Requirement{})
			return err
		},
		Key: r.issuer.Key(), Type: accesstoken.Type, Now: now,
		Needed: []string{"iss", "sub", "aud", "client_id", "exp", "iat", "jti"},
		Is: func(err, rule error) bool { // the header is checked before the token
			return rule == jose.ErrMalformed || errors.Is(err, rule)
		},
		Claims: func() map[string]any {
			return map[string]any{
				"iss": r.issuer.URL, "sub": "alice", "aud": issuertest.Resource, "client_id": "notes", "jti": "j1", "iat": now.Unix(), "exp": now.Unix() + 300,
			}
		},
	})
}
