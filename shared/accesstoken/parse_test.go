package accesstoken_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

const (
	issuer   = "http://auth.localhost:9000"
	resource = "http://api.localhost:9001"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newKey(t testing.TB) jose.SigningKey {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.SigningKey{ID: "k1", Algorithm: "ES256", Signer: private}
}

func goodClaims() *accesstoken.Claims {
	return &accesstoken.Claims{
		Claims: jose.Claims{
			Issuer: issuer, Subject: "alice", Audience: jose.Audience{resource}, ID: "j1",
			IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(5 * time.Minute)),
		},
		ClientID: "notes", Scope: "notes:read notes:write",
	}
}

// kind accepts tokens that are signed with key.
func kind(key jose.SigningKey) jose.Kind {
	return accesstoken.Rules{
		Issuer: issuer, Audience: resource, Algorithms: []string{"ES256"}, Keys: jose.Set{Keys: []jose.Key{key.Public()}},
		Now: func() time.Time { return now }, Skew: 30 * time.Second,
	}.Kind()
}

func parse(t testing.TB, key jose.SigningKey, raw string) (*accesstoken.Claims, error) {
	t.Helper()
	var claims accesstoken.Claims
	err := kind(key).Verify(t.Context(), raw, &claims)
	return &claims, err
}

func TestParseReturnsWhatMintSigned(t *testing.T) {
	key := newKey(t)
	raw, err := accesstoken.Mint(t.Context(), key, goodClaims())
	if err != nil {
		t.Fatal(err)
	}
	claims, err := parse(t, key, raw)
	if err != nil {
		t.Fatal(err)
	}
	if claims.Subject != "alice" || claims.ClientID != "notes" || !claims.Scopes().Has("notes:write") {
		t.Errorf("claims: got %+v", claims)
	}
}

func TestMintHeaderIsTypAlgKidOnly(t *testing.T) { // F-01, RFC 9068 §2.1
	raw, err := accesstoken.Mint(t.Context(), newKey(t), goodClaims())
	if err != nil {
		t.Fatal(err)
	}
	header, _ := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[0])
	if got, want := string(header), `{"alg":"ES256","kid":"k1","typ":"at+jwt"}`; got != want {
		t.Errorf("header: got %s, want %s", got, want)
	}
}

func TestMintRefusesIncompleteClaims(t *testing.T) { // F-02, RFC 9068 §2.2
	for name, spoil := range map[string]func(*accesstoken.Claims){
		"iss":       func(c *accesstoken.Claims) { c.Issuer = "" },
		"sub":       func(c *accesstoken.Claims) { c.Subject = "" },
		"aud":       func(c *accesstoken.Claims) { c.Audience = nil },
		"exp":       func(c *accesstoken.Claims) { c.ExpiresAt = jose.Time{} },
		"iat":       func(c *accesstoken.Claims) { c.IssuedAt = jose.Time{} },
		"jti":       func(c *accesstoken.Claims) { c.ID = "" },
		"client_id": func(c *accesstoken.Claims) { c.ClientID = "" },
	} {
		t.Run("without "+name, func(t *testing.T) {
			claims := goodClaims()
			spoil(claims)
			if _, err := accesstoken.Mint(t.Context(), newKey(t), claims); !errors.Is(err, jose.ErrClaims) {
				t.Errorf("mint: got %v, want %v", err, jose.ErrClaims)
			}
		})
	}
}

// Each token has one fault; the error is that of the broken rule.
func TestParseNamesTheBrokenRule(t *testing.T) {
	key := newKey(t)
	sign := func(header map[string]any, claims any, method jwt.SigningMethod, private any) string {
		return josetest.Sign(t, method.Alg(), private, header, claims)
	}
	header := func(name string, value any) map[string]any {
		h := map[string]any{"typ": "at+jwt", "alg": "ES256", "kid": "k1"}
		h[name] = value
		return h
	}
	es := func(h map[string]any) string { return sign(h, goodClaims(), jwt.SigningMethodES256, key.Signer) }
	with := func(spoil func(*accesstoken.Claims)) string {
		claims := goodClaims()
		spoil(claims)
		return sign(header("kid", "k1"), claims, jwt.SigningMethodES256, key.Signer)
	}
	raw := func(name string, value any) string {
		members := jwt.MapClaims{}
		plain, _ := jose.Encode(goodClaims())
		_ = json.Unmarshal(plain, &members)
		members[name] = value
		return sign(header("kid", "k1"), members, jwt.SigningMethodES256, key.Signer)
	}
	good := es(header("kid", "k1"))
	public := key.Signer.Public().(*ecdsa.PublicKey)
	point, _ := public.Bytes()
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		raw  string
		want error
	}{
		"F-05 two segments":                     {strings.Join(strings.Split(good, ".")[:2], "."), jose.ErrMalformed},
		"F-05 five segments":                    {"a.b.c.d.e", jose.ErrMalformed},
		"F-05 bad base64":                       {"!" + good, jose.ErrMalformed},
		"F-05 empty":                            {"", jose.ErrMalformed},
		"longer than any token":                 {good + strings.Repeat("A", accesstoken.MaxLength), jose.ErrMalformed},
		"F-10 alg none":                         {sign(header("alg", "none"), goodClaims(), jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), jose.ErrAlgorithm},
		"F-10 alg nOnE":                         {sign(header("alg", "nOnE"), goodClaims(), jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), jose.ErrAlgorithm},
		"HMAC keyed with the public key":        {sign(header("alg", "HS256"), goodClaims(), jwt.SigningMethodHS256, point), jose.ErrAlgorithm},
		"an algorithm that was not allowed":     {sign(header("alg", "RS256"), goodClaims(), jwt.SigningMethodRS256, crypto.Signer(rsaKey)), jose.ErrAlgorithm},
		"crit":                                  {es(header("crit", []string{"b64"})), jose.ErrCritical},
		"F-17 typ JWT, as an ID token":          {es(header("typ", "JWT")), jose.ErrType},
		"no typ":                                {es(header("typ", nil)), jose.ErrType},
		"F-15 unknown kid":                      {es(header("kid", "../../dev/null")), jose.ErrKey},
		"F-15 kid is a number":                  {es(header("kid", 1)), jose.ErrKey},
		"another key under the same kid":        {sign(header("kid", "k1"), goodClaims(), jwt.SigningMethodES256, newKey(t).Signer), jose.ErrSignature},
		"signature cut off":                     {good[:strings.LastIndex(good, ".")+1], jose.ErrSignature},
		"F-08 issuer with a slash more":         {with(func(c *accesstoken.Claims) { c.Issuer += "/" }), jose.ErrIssuer},
		"F-08 no issuer":                        {with(func(c *accesstoken.Claims) { c.Issuer = "" }), jose.ErrIssuer},
		"F-09 audience of another":              {with(func(c *accesstoken.Claims) { c.Audience = []string{"http://other.localhost"} }), jose.ErrAudience},
		"F-09 prefix of the audience":           {with(func(c *accesstoken.Claims) { c.Audience = []string{resource[:10]} }), jose.ErrAudience},
		"F-09 no audience":                      {with(func(c *accesstoken.Claims) { c.Audience = nil }), jose.ErrAudience},
		"F-06 expired 90 s ago":                 {with(func(c *accesstoken.Claims) { c.ExpiresAt = jose.NewTime(now.Add(-90 * time.Second)) }), jose.ErrTime},
		"F-06 not before 10 min from now":       {with(func(c *accesstoken.Claims) { c.NotBefore = jose.NewTime(now.Add(10 * time.Minute)) }), jose.ErrTime},
		"F-06 issued 10 min from now":           {with(func(c *accesstoken.Claims) { c.IssuedAt = jose.NewTime(now.Add(10 * time.Minute)) }), jose.ErrTime},
		"nbf that overflows":                    {raw("nbf", 9.3e18), jose.ErrTime},
		"iat that overflows":                    {raw("iat", 9.3e18), jose.ErrTime},
		"exp that overflows":                    {raw("exp", 9.3e18), jose.ErrTime},
		"exp that overflows by far":             {raw("exp", 1e300), jose.ErrTime},
		"exp in the year 10000":                 {raw("exp", 253402300800), jose.ErrTime},
		"nbf before 1970":                       {raw("nbf", -1), jose.ErrTime},
		"auth_time after the year 9999":         {raw("auth_time", int64(9e18)), jose.ErrTime},
		"no expiry":                             {with(func(c *accesstoken.Claims) { c.ExpiresAt = jose.Time{} }), jose.ErrClaims},
		"no subject":                            {with(func(c *accesstoken.Claims) { c.Subject = "" }), jose.ErrClaims},
		"no jti":                                {with(func(c *accesstoken.Claims) { c.ID = "" }), jose.ErrClaims},
		"F-03 typ with its full media type":     {es(header("typ", "application/at+jwt")), nil},
		"F-06 expired 5 s ago, within the skew": {with(func(c *accesstoken.Claims) { c.ExpiresAt = jose.NewTime(now.Add(-5 * time.Second)) }), nil},
		"F-09 audience among others":            {with(func(c *accesstoken.Claims) { c.Audience = []string{"http://other.localhost", resource} }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parse(t, key, tt.raw); !errors.Is(err, tt.want) {
				t.Errorf("parse: got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestAccessTokenUnderAttack(t *testing.T) {
	key := newKey(t)
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error { _, err := parse(t, key, raw); return err },
		Key:    key, Type: accesstoken.Type, Now: now, Needed: kind(key).Required,
		Claims: func() map[string]any {
			return map[string]any{"iss": issuer, "sub": "alice", "aud": resource, "client_id": "notes", "jti": "j1", "iat": now.Unix(), "exp": now.Unix() + 300}
		},
	})
}

func FuzzParseNeverPanics(f *testing.F) {
	key := newKey(f)
	raw, err := accesstoken.Mint(f.Context(), key, goodClaims())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Fuzz(func(t *testing.T, s string) {
		if claims, err := parse(t, key, s); err == nil && s != raw {
			t.Errorf("parse accepted %q: %+v", s, claims)
		}
	})
}
