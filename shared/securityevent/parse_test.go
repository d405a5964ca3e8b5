package securityevent_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/securityevent"
)

const (
	issuer = "https://issuer.example"
	us     = "notes-api"
)

func newKey(t testing.TB) jose.SigningKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.SigningKey{ID: "k1", Algorithm: "ES256", Signer: private}
}

func kind(key jose.SigningKey) jose.Kind {
	return securityevent.Rules{Issuer: issuer, Audience: us, Algorithms: []string{"ES256"}, Keys: jose.Set{Keys: []jose.Key{key.Public()}}}.Kind()
}

func parse(t testing.TB, key jose.SigningKey, raw string) (*securityevent.Claims, error) {
	t.Helper()
	var claims securityevent.Claims
	err := kind(key).Verify(t.Context(), raw, &claims)
	return &claims, err
}

func good() securityevent.Claims {
	return securityevent.Claims{
		Claims:  jose.Claims{Issuer: issuer, Audience: jose.Audience{us}, ID: "1-0"},
		Subject: securityevent.Subject{Format: securityevent.Opaque, ID: "gid"},
	}
}

func TestParseReturnsWhatMintSigned(t *testing.T) {
	key := newKey(t)
	raw, err := securityevent.Mint(t.Context(), key, good(), securityevent.Revoked{EventTimestamp: 1, ExpiresAt: 2})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := parse(t, key, raw)
	if err != nil || claims.Subject.ID != "gid" || claims.ID != "1-0" {
		t.Fatalf("got %+v, %v", claims, err)
	}
	if event, ok := claims.Revoked(); !ok || event != (securityevent.Revoked{EventTimestamp: 1, ExpiresAt: 2}) {
		t.Errorf("got %+v, %v", event, ok)
	}
}

func TestOtherEventsAreToBeIgnored(t *testing.T) {
	claims := good()
	claims.Events = map[string]json.RawMessage{"https://schemas.openid.net/secevent/caep/event-type/session-revoked": json.RawMessage(`{}`)}
	if _, ok := claims.Revoked(); ok {
		t.Error("taken for token-revoked")
	}
}

// Each SET has one fault, which is reported to the transmitter with this code.
func TestParseRefuses(t *testing.T) {
	key := newKey(t)
	sign := func(private any, header string, value any, spoil func(*securityevent.Claims)) string {
		claims := good()
		claims.Events = map[string]json.RawMessage{securityevent.TokenRevoked: json.RawMessage(`{}`)}
		if spoil != nil {
			spoil(&claims)
		}
		h := map[string]any{"typ": securityevent.Type, "alg": "ES256", "kid": key.ID}
		if header != "" {
			h[header] = value
		}
		return josetest.Sign(t, "ES256", private, h, &claims)
	}
	claimed := func(spoil func(*securityevent.Claims)) string { return sign(key.Signer, "", nil, spoil) }
	none := josetest.Sign(t, "none", jwt.UnsafeAllowNoneSignatureType, map[string]any{"typ": securityevent.Type, "alg": "none"}, good())
	for name, tt := range map[string]struct{ raw, want string }{
		"no JWT":                      {"x", "invalid_request"},
		"too long":                    {claimed(nil) + strings.Repeat("A", 9000), "invalid_request"},
		"alg none":                    {none, "invalid_key"},
		"F-17 an access token":        {sign(key.Signer, "typ", "at+jwt", nil), "invalid_request"},
		"no typ":                      {sign(key.Signer, "typ", nil, nil), "invalid_request"},
		"crit":                        {sign(key.Signer, "crit", []string{"b64"}, nil), "invalid_request"},
		"a key that nobody publishes": {sign(key.Signer, "kid", "k2", nil), "invalid_key"},
		"another key of that name":    {sign(newKey(t).Signer, "", nil, nil), "invalid_key"},
		"another issuer":              {claimed(func(c *securityevent.Claims) { c.Issuer += "/" }), "invalid_issuer"},
		"nbf that overflows":          {claimed(func(c *securityevent.Claims) { c.NotBefore = jose.Time{Time: time.Unix(1e18, 0)} }), "invalid_request"},
		"iat before 1970":             {claimed(func(c *securityevent.Claims) { c.IssuedAt = jose.Time{Time: time.Unix(-9, 0)} }), "invalid_request"},
		"for somebody else":           {claimed(func(c *securityevent.Claims) { c.Audience = jose.Audience{"other"} }), "invalid_audience"},
		"for nobody":                  {claimed(func(c *securityevent.Claims) { c.Audience = nil }), "invalid_audience"},
		"without jti":                 {claimed(func(c *securityevent.Claims) { c.ID = "" }), "invalid_request"},
		"without events":              {claimed(func(c *securityevent.Claims) { c.Events = nil }), "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse(t, key, tt.raw)
			if err == nil {
				t.Fatal("accepted")
			}
			if got := securityevent.PollErrorOf(err).Err; got != tt.want {
				t.Errorf("got %s (%v), want %s", got, err, tt.want)
			}
		})
	}
}

func TestSecurityEventUnderAttack(t *testing.T) {
	key := newKey(t)
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error { _, err := parse(t, key, raw); return err },
		Key:    key, Type: securityevent.Type, Now: time.Now(), Needed: kind(key).Required, Timeless: true,
		Claims: func() map[string]any {
			return map[string]any{"iss": issuer, "aud": us, "jti": "1-0", "iat": 1, "events": map[string]any{securityevent.TokenRevoked: map[string]any{}}}
		},
	})
}

// FuzzParse checks that only SETs with a signature of the issuer are accepted.
func FuzzParse(f *testing.F) {
	key := newKey(f)
	raw, err := securityevent.Mint(f.Context(), key, good(), securityevent.Revoked{EventTimestamp: 1})
	if err != nil {
		f.Fatal(err)
	}
	parts := strings.Split(raw, ".")
	for _, seed := range []string{
		raw, "", "..", "a.b.c", parts[0] + "." + parts[1] + ".", parts[0] + ".e30." + parts[2], "eyJhbGciOiJub25lIn0." + parts[1] + ".",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		claims, err := parse(t, key, said)
		if err == nil && (said != raw || claims.Issuer != issuer) {
			t.Errorf("believed: %q", said)
		}
		if err != nil && securityevent.PollErrorOf(err).Err == "" {
			t.Errorf("no word for %v", err)
		}
	})
}
