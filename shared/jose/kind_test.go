package jose_test

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/jose"
)

// mint signs the claims after a change.
func mint(t testing.TB, key jose.SigningKey, change func(*jose.Claims)) string {
	t.Helper()
	claims := good()
	if change != nil {
		change(&claims)
	}
	raw, err := jose.Mint(t.Context(), key, "ticket+jwt", claims)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestVerifyReturnsWhatMintSigned(t *testing.T) {
	for _, alg := range jose.Asymmetric() {
		t.Run(alg, func(t *testing.T) {
			key := newKey(t, alg)
			kind := ticket(key)
			var got jose.Claims
			if err := kind.Verify(t.Context(), mint(t, key, nil), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(good(), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// RFC 8725 §3.2: no signature depends on the quality of a random number.
func TestECDSAIsDeterministic(t *testing.T) {
	for _, alg := range []string{"ES256", "ES384", "ES512"} {
		t.Run(alg, func(t *testing.T) {
			key := newKey(t, alg)
			if one, two := mint(t, key, nil), mint(t, key, nil); one != two {
				t.Errorf("two signatures of the same claims differ: %s, %s", one, two)
			}
		})
	}
}

// R and S have leading zeros in some signatures (RFC 7518 §3.4): in one of 256 with ES256, in every
// second one with ES512.
func TestEverySignatureOfECDSAVerifies(t *testing.T) {
	for alg, tokens := range map[string]int{"ES256": 1500, "ES384": 20, "ES512": 20} {
		t.Run(alg, func(t *testing.T) {
			key := newKey(t, alg)
			kind := ticket(key)
			for i := range tokens {
				raw := mint(t, key, func(c *jose.Claims) { c.ID = strconv.Itoa(i + 1) })
				if err := kind.Verify(t.Context(), raw, &jose.Claims{}); err != nil {
					t.Fatalf("%s: %v", raw, err)
				}
			}
		})
	}
}

func TestHeaderOfMint(t *testing.T) {
	key := newKey(t, "ES256")
	for name, tt := range map[string]struct{ kid, typ, want string }{
		"all members":                {"k1", "at+jwt", `{"alg":"ES256","kid":"k1","typ":"at+jwt"}`},
		"empty members are left out": {"", "", `{"alg":"ES256"}`},
		"text is escaped":            {"a\"\\\n<é", "JWT", `{"alg":"ES256","kid":"a\"\\\n<é","typ":"JWT"}`},
	} {
		t.Run(name, func(t *testing.T) {
			key.ID = tt.kid
			raw, err := jose.Mint(t.Context(), key, tt.typ, good())
			if err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(raw, ".")
			if got, err := base64.RawURLEncoding.DecodeString(head); err != nil || string(got) != tt.want {
				t.Errorf("got %s, %v; want %s", got, err, tt.want)
			}
		})
	}
}

func TestAKeyOfAnotherCurveDoesNotSign(t *testing.T) {
	key := newKey(t, "ES384")
	key.Algorithm = "ES256"
	if raw, err := jose.Mint(t.Context(), key, "ticket+jwt", good()); err == nil {
		t.Errorf("got %s, want an error", raw)
	}
}

// Each time limit is tested with one second on either side.
func TestTime(t *testing.T) {
	key := newKey(t, "ES256")
	at := func(d time.Duration) jose.Time { return jose.NewTime(now.Add(d)) }
	second := time.Second
	for name, tt := range map[string]struct {
		change func(*jose.Claims)
		limit  func(*jose.Kind)
		want   error
	}{
		"expired by the skew":             {func(c *jose.Claims) { c.ExpiresAt = at(-30 * second) }, nil, jose.ErrExpired},
		"expired within the skew":         {func(c *jose.Claims) { c.ExpiresAt = at(-29 * second) }, nil, nil},
		"nbf ahead by more than the skew": {func(c *jose.Claims) { c.NotBefore = at(31 * second) }, nil, jose.ErrNotYetValid},
		"nbf ahead by the skew":           {func(c *jose.Claims) { c.NotBefore = at(30 * second) }, nil, nil},
		"iat ahead by more than the skew": {func(c *jose.Claims) { c.IssuedAt = at(31 * second) }, nil, jose.ErrNotYetValid},
		"iat ahead by the skew":           {func(c *jose.Claims) { c.IssuedAt = at(30 * second) }, nil, nil},
		"as old as may be":                {func(c *jose.Claims) { c.IssuedAt = at(-60 * second) }, func(k *jose.Kind) { k.MaxAge = time.Minute }, nil},
		"older":                           {func(c *jose.Claims) { c.IssuedAt = at(-61 * second) }, func(k *jose.Kind) { k.MaxAge = time.Minute }, jose.ErrTooOld},
		"of unknown age":                  {func(c *jose.Claims) { c.IssuedAt = jose.Time{} }, func(k *jose.Kind) { k.MaxAge = time.Minute }, jose.ErrTooOld},
		"as long as may be":               {func(c *jose.Claims) { c.ExpiresAt = at(630 * second) }, func(k *jose.Kind) { k.MaxLife = 10 * time.Minute }, nil},
		"longer":                          {func(c *jose.Claims) { c.ExpiresAt = at(631 * second) }, func(k *jose.Kind) { k.MaxLife = 10 * time.Minute }, jose.ErrTooLong},
		"without end":                     {func(c *jose.Claims) { c.ExpiresAt = jose.Time{} }, func(k *jose.Kind) { k.MaxLife = 10 * time.Minute }, jose.ErrTooLong},
		"without end, which may be":       {func(c *jose.Claims) { c.ExpiresAt = jose.Time{} }, func(k *jose.Kind) { k.Required = nil }, nil},
		"without end, which may not be":   {func(c *jose.Claims) { c.ExpiresAt = jose.Time{} }, nil, jose.ErrClaims},
	} {
		t.Run(name, func(t *testing.T) {
			kind := ticket(key)
			if tt.limit != nil {
				tt.limit(&kind)
			}
			if err := kind.Verify(t.Context(), mint(t, key, tt.change), &jose.Claims{}); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestMissingClaimsAreNamed(t *testing.T) {
	key := newKey(t, "ES256")
	err := ticket(key).Verify(t.Context(), mint(t, key, func(c *jose.Claims) { c.Subject, c.ID = "", "" }), &jose.Claims{})
	if !errors.Is(err, jose.ErrClaims) || !strings.HasSuffix(err.Error(), "sub, jti are missing") {
		t.Errorf("got %v", err)
	}
}

// If a token breaks several rules, the error is that of the first rule in the documented order.
func TestTheOrderOfTheRules(t *testing.T) {
	key, other := newKey(t, "ES256"), newKey(t, "ES256")
	raw := mint(t, other, func(c *jose.Claims) { *c = jose.Claims{ExpiresAt: jose.NewTime(now.Add(-time.Hour))} })
	kind := ticket(key)
	kind.Algorithms, kind.Types, kind.Keys = []string{"RS256"}, []string{"other"}, jose.Set{}
	for _, step := range []struct {
		rule  error
		mends func()
	}{
		{jose.ErrAlgorithm, func() { kind.Algorithms = []string{"ES256"} }},
		{jose.ErrType, func() { kind.Types = []string{"ticket+jwt"} }},
		{jose.ErrKey, func() { kind.Keys = jose.Set{Keys: []jose.Key{key.Public()}} }},
		{jose.ErrSignature, func() { kind.Keys = jose.Set{Keys: []jose.Key{other.Public()}} }},
		{jose.ErrIssuer, func() { kind.Issuer = "" }},
		{jose.ErrAudience, func() { kind.Audience = nil }},
		{jose.ErrTime, func() { kind.Timeless = true }},
		{jose.ErrClaims, func() { kind.Required = nil }},
		{nil, func() {}},
	} {
		if err := kind.Verify(t.Context(), raw, &jose.Claims{}); !errors.Is(err, step.rule) {
			t.Errorf("got %v, want %v", err, step.rule)
		}
		step.mends()
	}
}

// A secret verifies HMACs if the kind accepts them, and MarshalJSON does not write it.
func TestSecretKey(t *testing.T) {
	secret := []byte("0123456789abcdef0123456789abcdef")
	key := jose.SecretKey(secret, "HS256")
	kind := ticket(newKey(t, "ES256"))
	kind.Keys, kind.Algorithms = jose.Set{Keys: []jose.Key{key}}, []string{"HS256"}
	token := &jwt.Token{Header: map[string]any{"typ": "ticket+jwt", "alg": "HS256"}, Claims: jwt.MapClaims{
		"iss": kind.Issuer, "sub": "alice", "aud": "us", "jti": "1", "iat": now.Unix(), "exp": now.Unix() + 60,
	}, Method: jwt.SigningMethodHS256}
	for name, tt := range map[string]struct {
		secret []byte
		want   error
	}{"the secret": {secret, nil}, "another": {secret[1:], jose.ErrSignature}} {
		raw, err := token.SignedString(tt.secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := kind.Verify(t.Context(), raw, &jose.Claims{}); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
	if raw, err := key.MarshalJSON(); err == nil || key.Thumbprint() != "" {
		t.Errorf("a secret was written: %s", raw)
	}
}
