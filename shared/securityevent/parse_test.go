package securityevent_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/securityevent"
)

const (
	issuer = "https://issuer.example"
	us     = "notes-api"
)

func newKey(t testing.TB) accesstoken.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return accesstoken.Key{ID: "k1", Method: jwt.SigningMethodES256, Signer: private}
}

func rules(key accesstoken.Key) securityevent.Rules {
	return securityevent.Rules{Issuer: issuer, Audience: us, Methods: []string{"ES256"}, Keys: func(t *jwt.Token) (any, error) {
		if t.Header["kid"] != key.ID {
			return nil, errors.New("no such kid")
		}
		return key.Signer.Public(), nil
	}}
}

func good() securityevent.Claims {
	return securityevent.Claims{
		RegisteredClaims: jwt.RegisteredClaims{Issuer: issuer, Audience: jwt.ClaimStrings{us}, ID: "1-0"},
		Subject:          securityevent.Subject{Format: securityevent.Opaque, ID: "gid"},
	}
}

func TestParseReturnsWhatMintSigned(t *testing.T) {
	key := newKey(t)
	raw, err := securityevent.Mint(key, good(), securityevent.Revoked{EventTimestamp: 1, ExpiresAt: 2})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := rules(key).Parse(raw)
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

// One good SET with one thing wrong, and what the transmitter is told of it.
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
		raw, err := (&jwt.Token{Header: h, Claims: &claims, Method: jwt.SigningMethodES256}).SignedString(private)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	claimed := func(spoil func(*securityevent.Claims)) string { return sign(key.Signer, "", nil, spoil) }
	none, _ := jwt.NewWithClaims(jwt.SigningMethodNone, good()).SignedString(jwt.UnsafeAllowNoneSignatureType)
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
		"nbf that overflows":          {claimed(func(c *securityevent.Claims) { c.NotBefore = &jwt.NumericDate{Time: time.Unix(1e18, 0)} }), "invalid_request"},
		"iat before 1970":             {claimed(func(c *securityevent.Claims) { c.IssuedAt = &jwt.NumericDate{Time: time.Unix(-9, 0)} }), "invalid_request"},
		"for somebody else":           {claimed(func(c *securityevent.Claims) { c.Audience = jwt.ClaimStrings{"other"} }), "invalid_audience"},
		"for nobody":                  {claimed(func(c *securityevent.Claims) { c.Audience = nil }), "invalid_audience"},
		"without jti":                 {claimed(func(c *securityevent.Claims) { c.ID = "" }), "invalid_request"},
		"without events":              {claimed(func(c *securityevent.Claims) { c.Events = nil }), "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rules(key).Parse(tt.raw)
			if err == nil {
				t.Fatal("accepted")
			}
			if got := securityevent.PollErrorOf(err).Err; got != tt.want {
				t.Errorf("got %s (%v), want %s", got, err, tt.want)
			}
		})
	}
}

// FuzzParse: whatever it is, it is believed only with our issuer's signature.
func FuzzParse(f *testing.F) {
	key := newKey(f)
	raw, err := securityevent.Mint(key, good(), securityevent.Revoked{EventTimestamp: 1})
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
		claims, err := rules(key).Parse(said)
		if err == nil && (said != raw || claims.Issuer != issuer) {
			t.Errorf("believed: %q", said)
		}
		if err != nil && securityevent.PollErrorOf(err).Err == "" {
			t.Errorf("no word for %v", err)
		}
	})
}
