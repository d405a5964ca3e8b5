package dpop_test

import (
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
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

const target = "https://as.example/token"

var now = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

func request() dpop.Request {
	return dpop.Request{Method: http.MethodPost, URI: target, Now: now, Window: 30 * time.Second}
}

var keys = sync.OnceValue(func() map[string]crypto.Signer {
	_, ed, errEd := ed25519.GenerateKey(rand.Reader)
	ec, errEC := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	big, errRSA := rsa.GenerateKey(rand.Reader, 2048)
	small, errSmall := rsa.GenerateKey(rand.Reader, 1024)
	if err := errors.Join(errEd, errEC, errRSA, errSmall); err != nil {
		panic(err)
	}
	return map[string]crypto.Signer{"EdDSA": ed, "ES256": ec, "RS256": big, "small": small}
})

func encode(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func ecJWK() map[string]any {
	raw, err := keys()["ES256"].Public().(*ecdsa.PublicKey).Bytes()
	if err != nil {
		panic(err)
	}
	return map[string]any{"kty": "EC", "crv": "P-256", "x": encode(raw[1:33]), "y": encode(raw[33:])}
}

func rsaJWK(key crypto.Signer) map[string]any {
	return map[string]any{"kty": "RSA", "n": encode(key.Public().(*rsa.PublicKey).N.Bytes()), "e": "AQAB"}
}

// spoil makes a proof with header and claims changed; nil removes a member.
func spoil(t testing.TB, header, payload map[string]any, how ...any) string {
	t.Helper()
	h := map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": ecJWK()}
	p := map[string]any{"jti": "1", "htm": "POST", "htu": target, "iat": now.Unix()}
	maps.Copy(h, header)
	maps.Copy(p, payload)
	for _, set := range []map[string]any{h, p} {
		maps.DeleteFunc(set, func(_ string, v any) bool { return v == nil })
	}
	var method jwt.SigningMethod = jwt.SigningMethodES256
	var key any = keys()["ES256"]
	if len(how) == 2 {
		method, key = how[0].(jwt.SigningMethod), how[1]
	}
	signed, err := (&jwt.Token{Header: h, Claims: jwt.MapClaims(p), Method: method}).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

type set = map[string]any

// CF-30 dpop-negative-tests, N-10: each proof has one fault.
func TestOneThingWrong(t *testing.T) {
	with := func(name string, value any) set {
		jwk := ecJWK()
		jwk[name] = value
		return set{"jwk": jwk}
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := spoil(t, nil, nil)
	parts := strings.Split(good, ".")
	unsigned := encode([]byte(`{"typ":"dpop+jwt","alg":"none"}`)) + "." + parts[1] + "."
	for name, tt := range map[string]struct {
		proof string
		want  error
	}{
		"a good one":                           {good, nil},
		"nothing":                              {"", jose.ErrMalformed},
		"no JWT":                               {"proof", jose.ErrMalformed},
		"four parts":                           {good + ".x", jose.ErrMalformed},
		"padding":                              {good + "=", jose.ErrMalformed},
		"too long":                             {spoil(t, nil, set{"x": strings.Repeat("x", 4<<10)}), jose.ErrMalformed},
		"header that is no JSON":               {"e30x." + parts[1] + "." + parts[2], jose.ErrMalformed},
		"typ JWT":                              {spoil(t, set{"typ": "JWT"}, nil), jose.ErrType},
		"typ at+jwt":                           {spoil(t, set{"typ": "at+jwt"}, nil), jose.ErrType},
		"typ left out":                         {spoil(t, set{"typ": nil}, nil), jose.ErrType},
		"alg none":                             {unsigned, jose.ErrAlgorithm},
		"alg HS256":                            {spoil(t, set{"alg": "HS256"}, nil, jwt.SigningMethodHS256, []byte("secret")), jose.ErrAlgorithm},
		"alg ES384, which is not listed":       {spoil(t, set{"alg": "ES384"}, nil), jose.ErrAlgorithm},
		"alg unknown":                          {spoil(t, set{"alg": "XS1"}, nil), jose.ErrAlgorithm},
		"an alg of another kind of key":        {spoil(t, set{"alg": "RS256"}, nil, jwt.SigningMethodRS256, keys()["RS256"]), jose.ErrKey},
		"crit":                                 {spoil(t, set{"crit": []string{"b64"}}, nil), jose.ErrCritical},
		"no jwk":                               {spoil(t, set{"jwk": nil}, nil), jose.ErrKey},
		"jwk that is no object":                {spoil(t, set{"jwk": "key"}, nil), jose.ErrKey},
		"jwk with its private part":            {spoil(t, with("d", "AAAA"), nil), jose.ErrKey},
		"jwk that is symmetric":                {spoil(t, set{"jwk": set{"kty": "oct", "k": "AAAA"}}, nil), jose.ErrKey},
		"an Ed25519 key of 31 bytes":           {spoil(t, set{"alg": "EdDSA", "jwk": set{"kty": "OKP", "crv": "Ed25519", "x": encode(make([]byte, 31))}}, nil, jwt.SigningMethodEdDSA, keys()["EdDSA"]), jose.ErrKey},
		"jwk of an unknown curve":              {spoil(t, with("crv", "P-224"), nil), jose.ErrKey},
		"jwk with a point off the curve":       {spoil(t, with("x", encode(make([]byte, 32))), nil), jose.ErrKey},
		"jwk with a short coordinate":          {spoil(t, with("x", "AAAA"), nil), jose.ErrKey},
		"jwk with a coordinate that is a list": {spoil(t, with("x", []string{"AAAA"}), nil), jose.ErrKey},
		"an RSA key of 1024 bits":              {spoil(t, set{"alg": "RS256", "jwk": rsaJWK(keys()["small"])}, nil, jwt.SigningMethodRS256, keys()["RS256"]), jose.ErrKey},
		"signed by another key":                {spoil(t, nil, nil, jwt.SigningMethodES256, other), jose.ErrSignature},
		"payload changed":                      {parts[0] + "." + encode([]byte(`{"jti":"2"}`)) + "." + parts[2], jose.ErrSignature},
		"no signature":                         {parts[0] + "." + parts[1] + ".", jose.ErrSignature},
		"no jti":                               {spoil(t, nil, set{"jti": nil}), jose.ErrClaims},
		"jti that is a number":                 {spoil(t, nil, set{"jti": 1}), jose.ErrMalformed},
		"no htm":                               {spoil(t, nil, set{"htm": nil}), jose.ErrClaims},
		"no htu":                               {spoil(t, nil, set{"htu": nil}), jose.ErrClaims},
		"no iat":                               {spoil(t, nil, set{"iat": nil}), jose.ErrClaims},
		"iat that is a word":                   {spoil(t, nil, set{"iat": "now"}), jose.ErrMalformed},
		"htm of another method":                {spoil(t, nil, set{"htm": "GET"}), dpop.ErrMethod},
		"htm in lower case":                    {spoil(t, nil, set{"htm": "post"}), dpop.ErrMethod},
		"htu of another host":                  {spoil(t, nil, set{"htu": "https://evil.example/token"}), dpop.ErrURI},
		"htu of another path":                  {spoil(t, nil, set{"htu": "https://as.example/par"}), dpop.ErrURI},
		"htu of another scheme":                {spoil(t, nil, set{"htu": "http://as.example/token"}), dpop.ErrURI},
		"htu of another port":                  {spoil(t, nil, set{"htu": "https://as.example:8443/token"}), dpop.ErrURI},
		"htu with a trailing slash":            {spoil(t, nil, set{"htu": target + "/"}), dpop.ErrURI},
		"htu with a user":                      {spoil(t, nil, set{"htu": "https://me@as.example/token"}), dpop.ErrURI},
		"htu without a scheme":                 {spoil(t, nil, set{"htu": "/token"}), dpop.ErrURI},
		"iat 31 s ago":                         {spoil(t, nil, set{"iat": now.Unix() - 31}), jose.ErrTime},
		"iat 31 s ahead":                       {spoil(t, nil, set{"iat": now.Unix() + 31}), jose.ErrTime},
		"CF-12 exp in the past":                {spoil(t, nil, set{"exp": now.Unix() - 60}), jose.ErrTime},
		"CF-12 nbf in the future":              {spoil(t, nil, set{"nbf": now.Unix() + 60}), jose.ErrTime},
		"nbf that overflows":                   {spoil(t, nil, set{"nbf": 9.3e18}), jose.ErrClaims},
		"exp that overflows":                   {spoil(t, nil, set{"exp": 9.3e18}), jose.ErrClaims},
		"iat that overflows":                   {spoil(t, nil, set{"iat": 9.3e18}), jose.ErrClaims},
		"CF-12 exp and nbf that hold":          {spoil(t, nil, set{"exp": now.Unix() + 60, "nbf": now.Unix()}), nil},
		"CF-13 iat 10 s ago":                   {spoil(t, nil, set{"iat": now.Unix() - 10}), nil},
		"CF-13 iat 10 s ahead":                 {spoil(t, nil, set{"iat": now.Unix() + 10}), nil},
		"htu with query and fragment":          {spoil(t, nil, set{"htu": target + "?a=b#c"}), nil},
		"htu with scheme and host in capitals": {spoil(t, nil, set{"htu": "HTTPS://AS.Example:443/token"}), nil},
		"htu with escapes that say nothing":    {spoil(t, nil, set{"htu": "https://as.example/./%74oken"}), nil},
		"more members":                         {spoil(t, set{"kid": "k"}, set{"more": "x", "ath": "x", "nonce": "n"}), nil},
		"an RSA key with PS256":                {spoil(t, set{"alg": "PS256", "jwk": rsaJWK(keys()["RS256"])}, nil, jwt.SigningMethodPS256, keys()["RS256"]), nil},
	} {
		t.Run("CF-30 "+name, func(t *testing.T) {
			proof, err := dpop.Parse(t.Context(), tt.proof, request())
			if !errors.Is(err, tt.want) || (proof == nil) != (tt.want != nil) {
				t.Fatalf("got %+v, %v; want %v", proof, err, tt.want)
			}
			if err != nil && len(tt.proof) > 8 && strings.Contains(err.Error(), tt.proof[:8]) {
				t.Errorf("the error holds the proof: %v", err)
			}
		})
	}
}

func TestProofUnderAttack(t *testing.T) {
	key := jose.SigningKey{ID: "k1", Algorithm: "ES256", Signer: keys()["ES256"]}
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error { _, err := dpop.Parse(t.Context(), raw, request()); return err },
		Key:    key, Type: dpop.Type, Now: now, Needed: []string{"jti", "htm", "htu", "iat"}, OwnKey: true,
		Is: func(err, rule error) bool { // iat, exp and nbf that are not dates are refused as malformed claims
			return errors.Is(err, rule) || rule == jose.ErrTime && errors.Is(err, jose.ErrClaims)
		},
		Claims: func() map[string]any {
			return map[string]any{"jti": "1", "htm": "POST", "htu": target, "iat": now.Unix()}
		},
	})
}

func TestAccessTokenAndNonce(t *testing.T) {
	nonces := &dpop.Nonces{Key: []byte("0123456789abcdef0123456789abcdef"), Now: func() time.Time { return now }}
	old := (&dpop.Nonces{Key: nonces.Key, Now: func() time.Time { return now.Add(-2 * time.Minute) }}).Current()
	last := (&dpop.Nonces{Key: nonces.Key, Now: func() time.Time { return now.Add(-time.Minute) }}).Current()
	for name, tt := range map[string]struct {
		payload set
		token   string
		nonce   bool
		want    error
	}{
		"ath of the token":                {set{"ath": dpop.AccessTokenHash("t")}, "t", false, nil},
		"ath of another token":            {set{"ath": dpop.AccessTokenHash("u")}, "t", false, dpop.ErrAccessToken},
		"no ath":                          {nil, "t", false, dpop.ErrAccessToken},
		"N-12 the nonce of the moment":    {set{"nonce": nonces.Current()}, "", true, nil},
		"N-12 the nonce before it":        {set{"nonce": last}, "", true, nil},
		"N-12 no nonce":                   {nil, "", true, dpop.ErrNonce},
		"N-12 a stale nonce":              {set{"nonce": old}, "", true, dpop.ErrNonce},
		"N-12 a nonce of somebody else's": {set{"nonce": "x"}, "", true, dpop.ErrNonce},
	} {
		t.Run(name, func(t *testing.T) {
			r := request()
			r.AccessToken = tt.token
			if tt.nonce {
				r.Nonce = nonces.Good
			}
			if _, err := dpop.Parse(t.Context(), spoil(t, nil, tt.payload), r); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestSigner(t *testing.T) {
	for name, key := range keys() {
		signer, err := dpop.NewSigner(key)
		if name == "small" {
			if err == nil {
				t.Error("a key that nobody accepts makes no signer")
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r := request()
		r.AccessToken = "t"
		raw, err := signer.Proof(t.Context(), r, "")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		proof, err := dpop.Parse(t.Context(), raw, r)
		if err != nil || proof.Thumbprint != signer.Thumbprint() || !dpop.IsThumbprint(proof.Thumbprint) || proof.ID == "" || !proof.IssuedAt.Equal(now) {
			t.Errorf("%s: got %+v, %v", name, proof, err)
		}
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dpop.NewSigner(p384); !errors.Is(err, jose.ErrKey) {
		t.Errorf("P-384: got %v, want %v", err, jose.ErrKey)
	}
}

// The example keys of the RFCs have the thumbprints that the RFCs name.
func TestThumbprints(t *testing.T) {
	for name, tt := range map[string]struct{ proof, want string }{
		"RFC 9449 §4.1 and §6.1": {
			"eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg",
			"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
		},
	} {
		proof, err := dpop.Parse(t.Context(), tt.proof, dpop.Request{Method: http.MethodPost, URI: "https://server.example.com/token", Now: time.Unix(1562262616, 0), Window: time.Second})
		if err != nil || proof.Thumbprint != tt.want {
			t.Errorf("%s: got %+v, %v; want %s", name, proof, err, tt.want)
		}
	}
}

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		header http.Header
		want   string
		err    error
	}{
		"none":  {http.Header{}, "", nil},
		"one":   {http.Header{"Dpop": {"x"}}, "x", nil},
		"empty": {http.Header{"Dpop": {""}}, "", jose.ErrMalformed},
		"two":   {http.Header{"Dpop": {"x", "x"}}, "", dpop.ErrMany},
	} {
		if got, err := dpop.Read(tt.header); got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %q, %v; want %q, %v", name, got, err, tt.want, tt.err)
		}
	}
}

// Only proofs that are signed with their own key are accepted.
func FuzzParse(f *testing.F) {
	f.Add(spoil(f, nil, nil))
	f.Add(spoil(f, set{"jwk": set{"kty": "RSA", "n": "AQ", "e": "AQAB"}}, nil))
	f.Add("..")
	f.Fuzz(func(t *testing.T, raw string) {
		proof, err := dpop.Parse(t.Context(), raw, request())
		if (proof == nil) == (err == nil) {
			t.Fatalf("got %v, %v", proof, err)
		}
		if proof != nil && !dpop.IsThumbprint(proof.Thumbprint) {
			t.Errorf("thumbprint %q", proof.Thumbprint)
		}
		_, _ = json.Marshal(proof)
	})
}
