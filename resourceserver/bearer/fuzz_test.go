package bearer_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

// Whatever an attacker sends, the response is a refusal with a challenge.
func wantRefusal(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusUnauthorized || len(w.Header().Values("WWW-Authenticate")) != 2 {
		t.Errorf("got %d %v, want 401 and two challenges", w.Code, w.Header())
	}
	for _, value := range w.Header().Values("WWW-Authenticate") {
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("got %q, want visible ASCII", value)
		}
	}
}

func FuzzAuthorizationHeader(f *testing.F) {
	r := start(f, withDPoP)
	good := r.issuer.Token(f, r.clock.Now())
	for _, seed := range []string{"", "Bearer", "Bearer " + good, "bearer  a.b.c", "DPoP " + good, "dpop", "Basic eA==", "Bearer ..", "Bearer e30.e30."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		w := r.get(t, value)
		if scheme, raw, _ := strings.Cut(value, " "); strings.EqualFold(scheme, "Bearer") && strings.TrimLeft(raw, " ") == good {
			if w.Code != http.StatusOK {
				t.Errorf("%q: got %d, want 200", value, w.Code)
			}
			return
		}
		wantRefusal(t, w)
	})
}

func FuzzJWT(f *testing.F) {
	r := start(f, withDPoP)
	good := strings.Split(r.issuer.Token(f, r.clock.Now()), ".")
	f.Add(good[0], good[1], good[2])
	f.Add("e30", "e30", "")
	f.Add("bnVsbA", "bnVsbA", "AA")
	f.Fuzz(func(t *testing.T, header, payload, signature string) {
		if header == good[0] && payload == good[1] {
			t.Skip("ECDSA signatures are not the attacker's to make")
		}
		wantRefusal(t, r.get(t, "Bearer "+header+"."+payload+"."+signature))
	})
}

// The issuer signs every header: only headers that RFC 9068 §4 accepts may pass.
func FuzzJWTHeader(f *testing.F) {
	r := start(f, withDPoP)
	key := r.issuer.Key()
	payload := strings.Split(r.issuer.Token(f, r.clock.Now()), ".")[1]
	for _, seed := range []string{
		`{"typ":"at+jwt","alg":"ES256","kid":"k1"}`, `{"typ":"AT+JWT","alg":"ES256"}`, `{"typ":"JWT","alg":"ES256","kid":"k1"}`,
		`{"typ":"at+jwt","alg":"none","kid":"k1"}`, `{"typ":"at+jwt","alg":"HS256","kid":"k1"}`, `{"typ":"at+jwt","alg":["ES256"],"kid":{"a":1}}`,
		`{"typ":"at+jwt","alg":"ES256","kid":"k1","crit":["exp"]}`, `{"typ":"at+jwt","alg":"ES256","kid":"k2","kid":"k1"}`,
		`{"typ":"at+jwt","alg":"ES256","kid":"../k1","jwk":{"kty":"oct"},"jku":"http://127.0.0.1:1/"}`, `null`, `[]`, `"x"`, `{`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, header []byte) {
		signed := base64.RawURLEncoding.EncodeToString(header) + "." + payload
		signature, err := jwt.SigningMethodES256.Sign(signed, key.Signer)
		if err != nil {
			t.Fatal(err)
		}
		w := r.get(t, "Bearer "+signed+"."+base64.RawURLEncoding.EncodeToString(signature))
		if w.Code == http.StatusOK && !isAcceptable(header) {
			t.Errorf("%s: got 200, want 401", header)
		}
		if w.Code != http.StatusOK {
			wantRefusal(t, w)
		}
	})
}

// isAcceptable is a second implementation of RFC 9068 §4, for comparison.
func isAcceptable(header []byte) bool {
	var h map[string]any
	if json.Unmarshal(header, &h) != nil {
		return false
	}
	typ, _ := h["typ"].(string)
	typ = strings.TrimPrefix(strings.ToLower(typ), "application/")
	_, critical := h["crit"]
	kid, named := h["kid"]
	return typ == "at+jwt" && h["alg"] == "ES256" && !critical && (!named || kid == "k1")
}

func FuzzDPoPHeader(f *testing.F) {
	r := start(f, withDPoP)
	key := newHolder(f)
	token := r.issuer.Token(f, r.clock.Now(), func(c *claims) { c.Confirmation = &oauth.Confirmation{JKT: key.Thumbprint()} })
	good := r.proofOf(f, key, token, "")
	parts := strings.Split(good, ".")
	f.Add(good)
	f.Add("")
	f.Add("..")
	f.Add(parts[0] + "." + parts[1] + ".")
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"dpop+jwt","alg":"none","jwk":{}}`)) + "." + parts[1] + "." + parts[2])
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"dpop+jwt","alg":"RS256","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB"}}`)) + "." + parts[1] + "." + parts[2])
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"","y":""}}`)) + "." + parts[1] + "." + parts[2])
	f.Fuzz(func(t *testing.T, proof string) {
		if strings.HasPrefix(proof, parts[0]+"."+parts[1]+".") {
			t.Skip("it may be good, once")
		}
		_, _, w := r.prove(t, "DPoP", token, proof)
		wantRefusal(t, w)
	})
}

// Whatever public key the proof contains, only the key that the token is bound to is accepted.
func FuzzDPoPKey(f *testing.F) {
	r := start(f, withDPoP)
	key, thief := newHolder(f), newHolder(f)
	token := r.issuer.Token(f, r.clock.Now(), boundTo(key))
	parts := strings.Split(r.proofOf(f, thief, token, ""), ".")
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	f.Add(header)
	f.Add([]byte(`{"typ":"dpop+jwt","alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"` + strings.Repeat("A", 43) + `"}}`))
	f.Add([]byte(`{"typ":"dpop+jwt","alg":"ES256","jwk":[]}`))
	f.Add([]byte(`{"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"oct","k":"AA"}}`))
	f.Fuzz(func(t *testing.T, header []byte) {
		_, _, w := r.prove(t, "DPoP", token, base64.RawURLEncoding.EncodeToString(header)+"."+parts[1]+"."+parts[2])
		wantRefusal(t, w)
	})
}
