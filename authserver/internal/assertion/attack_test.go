package assertion_test

import (
	"maps"
	"testing"
	"time"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
)

func TestVerifyUnderAttack(t *testing.T) {
	key, err := jose.NewSigningKey(signers()["ec"], "ec", "ES256")
	if err != nil {
		t.Fatal(err)
	}
	josetest.Run(t, josetest.Subject{
		Key: key, Type: "JWT", Types: []string{"", "client-authentication+jwt"}, Now: now,
		Needed: []string{"iss", "sub", "aud", "exp", "jti"},
		Claims: func() map[string]any { return maps.Clone(claims(nil)) },
		Verify: func(raw string) error {
			a, err := assertion.Read(oauth.ClientAssertionType, raw)
			if err != nil {
				return err
			}
			return verifier(&used{jtis: map[string]time.Time{}}).Verify(t.Context(), privateKeyJWT(""), a)
		},
	})
}
