package accesstoken_test

import (
	"errors"
	"strings"
	"testing"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// The error names the claims that are missing (RFC 9068 §2.2).
func TestMissingClaimsAreNamed(t *testing.T) {
	_, err := accesstoken.Mint(t.Context(), jose.SigningKey{}, &accesstoken.Claims{})
	if !errors.Is(err, jose.ErrClaims) || !strings.Contains(err.Error(), "iss, sub, aud, client_id, exp, iat, jti are missing") {
		t.Errorf("got %v", err)
	}
}
