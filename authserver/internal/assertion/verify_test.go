package assertion_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
)

const issuer = "https://as.example"

var now = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

const secret = "0123456789abcdef0123456789abcdef"

var signers = sync.OnceValue(func() map[string]crypto.Signer {
	ec, err1 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	other, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	rs, err3 := rsa.GenerateKey(rand.Reader, 2048)
	_, ed, err4 := ed25519.GenerateKey(rand.Reader)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		panic(err)
	}
	return map[string]crypto.Signer{"ec": ec, "other": other, "rsa": rs, "ed": ed}
})

// registered are the public keys of the client, by kid.
type registered struct{}

func (r registered) Of(*core.Client) jose.Keys { return r }

func (registered) Find(_ context.Context, h jose.Header) (crypto.PublicKey, error) {
	if signer := signers()[h.KeyID]; signer != nil && h.KeyID != "other" {
		return signer.Public(), nil
	}
	return nil, errors.New("no such key")
}

// used is a replay cache.
type used struct {
	mu   sync.Mutex
	jtis map[string]time.Time
	err  error
}

func (u *used) UseAssertion(_ context.Context, clientID, jti string, until time.Time) (bool, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	_, known := u.jtis[clientID+" "+jti]
	if u.err == nil && !known {
		u.jtis[clientID+" "+jti] = until
	}
	return !known, u.err
}

func verifier(u *used) *assertion.Verifier {
	return &assertion.Verifier{
		Issuer: issuer, Keys: registered{}, Replays: u, Now: func() time.Time { return now },
		MaxTTL: 5 * time.Minute, Skew: 10 * time.Second,
	}
}

func claims(change map[string]any) map[string]any {
	c := map[string]any{
		"iss": "service-jwt", "sub": "service-jwt", "aud": issuer, "jti": "jti-1",
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, value any) bool { return value == nil })
	return c
}

// sign makes a JWT; alg, typ, kid and the like stand in the header.
func sign(t testing.TB, header map[string]any, key any, c map[string]any) string {
	t.Helper()
	alg, _ := header["alg"].(string)
	if alg == "none" { // without signature
		raw := josetest.Sign(t, "ES256", key, header, c)
		return raw[:strings.LastIndex(raw, ".")+1]
	}
	return josetest.Sign(t, alg, key, header, c)
}

func good(t testing.TB, change map[string]any) string {
	return sign(t, map[string]any{"alg": "ES256", "typ": "JWT", "kid": "ec"}, signers()["ec"], claims(change))
}

// verdict is "ok", "unreadable", or the check that refused.
func verdict(t testing.TB, v *assertion.Verifier, client *core.Client, raw string) string {
	t.Helper()
	a, err := assertion.Read(oauth.ClientAssertionType, raw)
	if err != nil {
		return "unreadable"
	}
	err = v.Verify(t.Context(), client, a)
	var refused *oauth.Error
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &refused):
		return strings.TrimPrefix(refused.CheckID(), "as.assertion.")
	}
	return err.Error()
}

func privateKeyJWT(alg string) *core.Client {
	return &core.Client{ID: "service-jwt", AuthMethod: oauth.PrivateKeyJWT, AssertionAlg: alg}
}

// assertion_audience in the seed: what a client may name, and in which form.
func TestAudienceOfARegistration(t *testing.T) {
	token := issuer + "/token"
	for name, tt := range map[string]struct {
		registered string
		aud        any
		want       string
	}{
		"token_endpoint: the issuer":                        {core.AudienceTokenEndpoint, issuer, "ok"},
		"token_endpoint: the token endpoint":                {core.AudienceTokenEndpoint, token, "ok"},
		"token_endpoint: a list of both":                    {core.AudienceTokenEndpoint, []string{issuer, token}, "ok"},
		"token_endpoint: a list with another server":        {core.AudienceTokenEndpoint, []string{token, "https://other.example/token"}, "audience"},
		"token_endpoint: another endpoint":                  {core.AudienceTokenEndpoint, issuer + "/par", "audience"},
		"CF-43 string: a list of the issuer":                {core.AudienceString, []string{issuer}, "audience"},
		"string: the issuer":                                {core.AudienceString, issuer, "ok"},
		"issuer: the token endpoint":                        {core.AudienceIssuer, token, "audience"},
		"nothing registered, so issuer: the issuer":         {"", []string{issuer}, "ok"},
		"nothing registered, so issuer: the token endpoint": {"", token, "audience"},
	} {
		t.Run(name, func(t *testing.T) {
			client := privateKeyJWT("")
			client.AssertionAud = tt.registered
			if got := verdict(t, verifier(&used{jtis: map[string]time.Time{}}), client, good(t, map[string]any{"aud": tt.aud})); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestClaims(t *testing.T) {
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	for name, tt := range map[string]struct {
		change map[string]any
		want   string
	}{
		"N-27 CD-21 the audience is the issuer":              {nil, "ok"},
		"a list that holds only the issuer":                  {map[string]any{"aud": []string{issuer}}, "ok"},
		"a list of nobody":                                   {map[string]any{"aud": []string{}}, "audience"},
		"a list of the issuer and another server":            {map[string]any{"aud": []string{issuer, "https://other.example"}}, "audience"},
		"a list with a number":                               {map[string]any{"aud": []any{issuer, 1}}, "unreadable"},
		"CF-43 array-as-audience, issuer and token endpoint": {map[string]any{"aud": []string{issuer, issuer + "/token"}}, "audience"},
		"CF-43 par-endpoint-url-as-audience":                 {map[string]any{"aud": issuer + "/par"}, "audience"},
		"CF-43 token-endpoint-url-as-audience":               {map[string]any{"aud": issuer + "/token"}, "audience"},
		"CF-29 with-wrong-aud":                               {map[string]any{"aud": "https://other.example"}, "audience"},
		"the issuer with a slash":                            {map[string]any{"aud": issuer + "/"}, "audience"},
		"no aud":                                             {map[string]any{"aud": nil}, "audience"},
		"CF-29 with-exp-is-5-minutes-in-past":                {map[string]any{"exp": at(-5 * time.Minute)}, "time"},
		"no exp":                                             {map[string]any{"exp": nil}, "time"},
		"exp within the skew":                                {map[string]any{"exp": at(-9 * time.Second)}, "ok"},
		"exp at the end of the skew":                         {map[string]any{"exp": at(-10 * time.Second)}, "time"},
		"exp as far ahead as may be":                         {map[string]any{"exp": at(5 * time.Minute)}, "ok"},
		"exp too far ahead":                                  {map[string]any{"exp": at(6 * time.Minute)}, "time"},
		"exp beyond all time":                                {map[string]any{"exp": 1e30}, "time"},
		"exp is text":                                        {map[string]any{"exp": "tomorrow"}, "unreadable"},
		"CF-42 nbf-8-seconds-in-the-future":                  {map[string]any{"nbf": at(8 * time.Second)}, "ok"},
		"nbf that overflows":                                 {map[string]any{"nbf": 9.3e18}, "time"},
		"iat that overflows":                                 {map[string]any{"iat": 9.3e18}, "time"},
		"CF-42 nbf-over-60-seconds-in-the-future":            {map[string]any{"nbf": at(61 * time.Second)}, "time"},
		"CF-42 iat 8 seconds in the future":                  {map[string]any{"iat": at(8 * time.Second)}, "ok"},
		"CF-42 iat over 60 seconds in the future":            {map[string]any{"iat": at(61 * time.Second)}, "time"},
		"no iat":                      {map[string]any{"iat": nil}, "ok"},
		"CF-29 with-no-sub":           {map[string]any{"sub": nil}, "unreadable"},
		"N-28 another sub":            {map[string]any{"sub": "notes"}, "subject"},
		"N-28 no iss":                 {map[string]any{"iss": nil}, "subject"},
		"N-28 another iss":            {map[string]any{"iss": "notes"}, "subject"},
		"N-28 no jti":                 {map[string]any{"jti": nil}, "replay"},
		"N-28 an empty jti":           {map[string]any{"jti": ""}, "replay"},
		"N-28 a jti that is a number": {map[string]any{"jti": 7}, "unreadable"},
		"N-28 a jti of 257 bytes":     {map[string]any{"jti": strings.Repeat("j", 257)}, "replay"},
		"claims that we do not know are ignored (RFC 7519 §4)":          {map[string]any{"x": 1}, "ok"},
		"an assertion that is too long, with everything right about it": {map[string]any{"x": strings.Repeat("x", 9000)}, "unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(t, verifier(&used{jtis: map[string]time.Time{}}), privateKeyJWT(""), good(t, tt.change)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHeaderAndSignature(t *testing.T) {
	public, err := jwtSecretOf(signers()["ec"].Public())
	if err != nil {
		t.Fatal(err)
	}
	hmac := &core.Client{ID: "service-jwt", AuthMethod: oauth.ClientSecretJWT, AssertionSecret: secret}
	header := func(alg, kid string, more ...any) map[string]any {
		h := map[string]any{"alg": alg, "kid": kid, "typ": "JWT"}
		for i := 0; i < len(more); i += 2 {
			h[more[i].(string)] = more[i+1]
		}
		return h
	}
	withoutType := header("ES256", "ec")
	delete(withoutType, "typ")
	ec := signers()["ec"]
	for name, tt := range map[string]struct {
		client *core.Client
		header map[string]any
		key    any
		want   string
	}{
		"ES256":                               {privateKeyJWT(""), header("ES256", "ec"), ec, "ok"},
		"RS256":                               {privateKeyJWT(""), header("RS256", "rsa"), signers()["rsa"], "ok"},
		"PS256":                               {privateKeyJWT(""), header("PS256", "rsa"), signers()["rsa"], "ok"},
		"EdDSA":                               {privateKeyJWT(""), header("EdDSA", "ed"), signers()["ed"], "ok"},
		"HS256":                               {hmac, header("HS256", ""), []byte(secret), "header"}, // an empty kid
		"HS256 without kid":                   {hmac, map[string]any{"alg": "HS256"}, []byte(secret), "ok"},
		"HS256 with another secret":           {hmac, map[string]any{"alg": "HS256"}, []byte(strings.Repeat("x", 32)), "signature"},
		"HS256 with the public key as secret": {privateKeyJWT(""), header("HS256", "ec"), public, "header"},
		"HS384 for client_secret_jwt":         {hmac, map[string]any{"alg": "HS384"}, []byte(secret), "header"},
		"ES256 for client_secret_jwt":         {hmac, header("ES256", "ec"), ec, "header"},
		"a client of client_secret_jwt without a secret":  {&core.Client{ID: "service-jwt", AuthMethod: oauth.ClientSecretJWT}, map[string]any{"alg": "HS256"}, []byte{}, "signature"},
		"CF-27 RS256 for a client of PS256":               {privateKeyJWT("PS256"), header("RS256", "rsa"), signers()["rsa"], "header"},
		"PS256 for a client of PS256":                     {privateKeyJWT("PS256"), header("PS256", "rsa"), signers()["rsa"], "ok"},
		"RS512, which is not on our list":                 {privateKeyJWT(""), header("RS512", "rsa"), signers()["rsa"], "header"},
		"N-28 alg none":                                   {privateKeyJWT(""), header("none", "ec"), ec, "header"},
		"N-28 the key of somebody else":                   {privateKeyJWT(""), header("ES256", "ec"), signers()["other"], "signature"},
		"N-28 an unknown kid":                             {privateKeyJWT(""), header("ES256", "other"), signers()["other"], "signature"},
		"N-27 typ client-authentication+jwt":              {privateKeyJWT(""), header("ES256", "ec", "typ", "client-authentication+jwt"), ec, "ok"},
		"N-27 typ application/client-authentication+jwt":  {privateKeyJWT(""), header("ES256", "ec", "typ", "application/Client-Authentication+JWT"), ec, "ok"},
		"N-27 no typ":                                     {privateKeyJWT(""), withoutType, ec, "ok"},
		"N-28 typ at+jwt":                                 {privateKeyJWT(""), header("ES256", "ec", "typ", "at+jwt"), ec, "header"},
		"N-28 typ dpop+jwt":                               {privateKeyJWT(""), header("ES256", "ec", "typ", "dpop+jwt"), ec, "header"},
		"N-28 typ is a number":                            {privateKeyJWT(""), header("ES256", "ec", "typ", 1), ec, "header"},
		"N-28 crit":                                       {privateKeyJWT(""), header("ES256", "ec", "crit", []string{"b64"}, "b64", true), ec, "header"},
		"a kid of 257 bytes":                              {privateKeyJWT(""), header("ES256", strings.Repeat("k", 257)), ec, "header"},
		"a kid that is a number":                          {privateKeyJWT(""), map[string]any{"alg": "ES256", "kid": 7}, ec, "header"},
		"jwk in the header is nobody's key (RFC 8725 §3)": {privateKeyJWT(""), header("ES256", "other", "jwk", map[string]any{"kty": "EC"}), signers()["other"], "signature"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(t, verifier(&used{jtis: map[string]time.Time{}}), tt.client, sign(t, tt.header, tt.key, claims(nil))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// jwtSecretOf is a public key in the form in which a confused server would use
// it as a secret.
func jwtSecretOf(public crypto.PublicKey) ([]byte, error) {
	return json.Marshal(public)
}

func TestReplay(t *testing.T) {
	u := &used{jtis: map[string]time.Time{}}
	v := verifier(u)
	raw := good(t, nil)
	if got := verdict(t, v, privateKeyJWT(""), raw); got != "ok" {
		t.Fatalf("got %q", got)
	}
	t.Run("N-28 the same assertion again", func(t *testing.T) {
		if got := verdict(t, v, privateKeyJWT(""), raw); got != "replay" {
			t.Errorf("got %q, want replay", got)
		}
	})
	t.Run("N-28 the same jti in another assertion", func(t *testing.T) {
		if got := verdict(t, v, privateKeyJWT(""), good(t, map[string]any{"exp": now.Add(2 * time.Minute).Unix()})); got != "replay" {
			t.Errorf("got %q, want replay", got)
		}
	})
	t.Run("it is remembered until exp and the skew have passed", func(t *testing.T) {
		if got, want := u.jtis["service-jwt jti-1"], now.Add(time.Minute+10*time.Second); !got.Equal(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("a forged assertion spends no jti", func(t *testing.T) {
		forged := sign(t, map[string]any{"alg": "ES256", "kid": "ec"}, signers()["other"], claims(map[string]any{"jti": "jti-2"}))
		if got := verdict(t, v, privateKeyJWT(""), forged); got != "signature" {
			t.Errorf("got %q, want signature", got)
		}
		if _, spent := u.jtis["service-jwt jti-2"]; spent {
			t.Error("it does")
		}
	})
	t.Run("without the replay cache nothing passes", func(t *testing.T) {
		away := oauth.TemporarilyUnavailable.With("")
		if got := verdict(t, verifier(&used{err: away}), privateKeyJWT(""), raw); got != "" {
			t.Errorf("got %q, want the error of the store", got)
		}
	})
}

func TestRead(t *testing.T) {
	raw := good(t, nil)
	parts := strings.Split(raw, ".")
	for name, tt := range map[string]struct{ kind, raw string }{
		"no type":            {"", raw},
		"another type":       {"urn:ietf:params:oauth:client-assertion-type:saml2-bearer", raw},
		"the type with case": {strings.ToUpper(oauth.ClientAssertionType), raw},
		"no assertion":       {oauth.ClientAssertionType, ""},
		"two parts":          {oauth.ClientAssertionType, parts[0] + "." + parts[1]},
		"five parts":         {oauth.ClientAssertionType, raw + ".a.b"},
		"a header of text":   {oauth.ClientAssertionType, base64.RawURLEncoding.EncodeToString([]byte(`"x"`)) + "." + parts[1] + "." + parts[2]},
		"padding":            {oauth.ClientAssertionType, parts[0] + "=." + parts[1] + "." + parts[2]},
	} {
		if _, err := assertion.Read(tt.kind, tt.raw); err == nil {
			t.Errorf("%s: was read", name)
		}
	}
	a, err := assertion.Read(oauth.ClientAssertionType, raw)
	if err != nil || a.ClientID != "service-jwt" || a.Method != oauth.PrivateKeyJWT {
		t.Errorf("got %+v, %v", a, err)
	}
}

// FuzzVerify wants nothing to pass but what the client signed.
func FuzzVerify(f *testing.F) {
	raw := good(f, nil)
	f.Add(raw)
	f.Add(strings.Replace(raw, ".", "..", 1))
	f.Add("eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZXJ2aWNlLWp3dCJ9.")
	f.Fuzz(func(t *testing.T, candidate string) {
		got := verdict(t, verifier(&used{jtis: map[string]time.Time{}}), privateKeyJWT(""), candidate)
		if got == "ok" && candidate != raw {
			t.Errorf("%q passed", candidate)
		}
	})
}
