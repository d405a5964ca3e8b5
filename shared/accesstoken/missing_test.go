package accesstoken_test

import (
	"errors"
	"strings"
	"testing"

	"quartet.example/shared/accesstoken"
)

// The error names the claims that are missing (RFC 9068 §2.2).
func TestMissingClaimsAreNamed(t *testing.T) {
	_, err := accesstoken.Mint(accesstoken.Key{}, &accesstoken.Claims{})
	if !errors.Is(err, accesstoken.ErrClaims) || !strings.Contains(err.Error(), "iss, sub, aud, client_id, exp, iat, jti are missing") {
		t.Errorf("got %v", err)
	}
}
