package issued_test

import (
	"testing"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

func TestAccessTokenUnderAttack(t *testing.T) {
	s := endpointtest.Start(t)
	now := s.Clock.Now()
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error { _, err := s.Issued.Genuine(t.Context(), raw); return err },
		Key:    endpointtest.Keys{}.AccessTokenKey(), Type: "at+jwt", Now: now,
		Needed: []string{"iss", "sub", "aud", "exp", "iat", "jti", "client_id"}, // RFC 9068 §2.2
		Claims: func() map[string]any {
			return map[string]any{
				"iss": endpointtest.Issuer, "sub": endpointtest.Alice, "aud": []string{endpointtest.Resource}, "client_id": "notes",
				"jti": "1", "iat": now.Unix(), "exp": now.Unix() + 300,
			}
		},
	})
}

func TestHintUnderAttack(t *testing.T) {
	s := endpointtest.Start(t)
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error {
			hint, err := s.Issued.Hint(t.Context(), raw)
			if hint.Unverified { // it is as good as a token of an unknown key
				return jose.ErrKey
			}
			return err
		},
		Key: endpointtest.Keys{}.AccessTokenKey(), Type: "JWT", Timeless: true,
		Needed: []string{"iss", "sub", "aud", "exp"},
		Claims: func() map[string]any {
			return map[string]any{"iss": endpointtest.Issuer, "sub": endpointtest.Alice, "aud": []string{"notes"}, "exp": int64(1)}
		},
	})
}
