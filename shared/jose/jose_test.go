package jose_test

import (
	"testing"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func newKey(t testing.TB, alg string) jose.SigningKey {
	t.Helper()
	key, err := jose.Generate(alg, "k1")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// ticket is a kind of token for these tests.
func ticket(key jose.SigningKey) jose.Kind {
	return jose.Kind{
		Name: "ticket", MaxBytes: 8 << 10, Types: []string{"ticket+jwt"}, Algorithms: jose.Asymmetric(),
		Keys: jose.Set{Keys: []jose.Key{key.Public()}}, Issuer: "https://issuer.example", Audience: []string{"us", "we"},
		Required: []string{"iss", "sub", "aud", "exp", "iat", "jti"}, Now: func() time.Time { return now }, Skew: 30 * time.Second,
	}
}

func good() jose.Claims {
	return jose.Claims{
		Issuer: "https://issuer.example", Subject: "alice", Audience: jose.Audience{"us"}, ID: "1",
		IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(time.Minute)),
	}
}

func TestVerifyUnderAttack(t *testing.T) {
	key := newKey(t, "ES256")
	for name, timeless := range map[string]bool{"with a clock": false, "timeless": true} {
		t.Run(name, func(t *testing.T) {
			kind := ticket(key)
			kind.Timeless = timeless
			josetest.Run(t, josetest.Subject{
				Verify: func(raw string) error { return kind.Verify(t.Context(), raw, &jose.Claims{}) },
				Key:    key, Type: "ticket+jwt", Now: now, Needed: kind.Required, Timeless: timeless,
				Claims: func() map[string]any {
					return map[string]any{"iss": "https://issuer.example", "sub": "alice", "aud": "us", "jti": "1", "iat": now.Unix(), "exp": now.Unix() + 60}
				},
			})
		})
	}
}
