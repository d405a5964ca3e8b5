package bff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

type jwk = map[string]any

// RFC 7517 §5: keys that cannot be used are left out, and the others go on working.
func TestJWKSetWithUnusableKeys(t *testing.T) {
	const x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU" // RFC 7517 §A.1 has such coordinates
	for name, member := range map[string]any{
		"unknown kty":              jwk{"kty": "PQC", "kid": "new", "pub": x},
		"no kty":                   jwk{"kid": "new", "x": x},
		"unknown crv":              jwk{"kty": "EC", "kid": "new", "crv": "P-999", "x": x, "y": x},
		"unknown crv of OKP":       jwk{"kty": "OKP", "kid": "new", "crv": "Ed448", "x": x},
		"a point off the curve":    jwk{"kty": "EC", "kid": "new", "crv": "P-256", "x": x, "y": x},
		"a short RSA key":          jwk{"kty": "RSA", "kid": "new", "n": strings.Repeat("_", 170), "e": "AQAB"}, // 1020 bits
		"an RSA key without n":     jwk{"kty": "RSA", "kid": "new", "e": "AQAB"},
		"a symmetric key":          jwk{"kty": "oct", "kid": "k1", "k": x},
		"a key for encryption":     jwk{"kty": "RSA", "kid": "new", "use": "enc", "n": strings.Repeat("_", 342), "e": "AQAB"},
		"a certificate of nothing": jwk{"kty": "RSA", "kid": "new", "x5c": []string{"!"}, "n": strings.Repeat("_", 342), "e": "AQAB"},
		"a number":                 42,
		"a string":                 "key",
		"null":                     nil,
		"an array":                 []any{},
		"an empty object":          jwk{},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) { i.Publish = func(keys []any) any { return append([]any{member}, keys...) } })
			b := r.signedIn(t)
			wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusOK)
			wantSignedIn(t, b, false)
			if got := strings.Count(r.log.String(), "keys that cannot be used were skipped"); got != 1 {
				t.Errorf("got %d lines about the key that is left out, want 1", got)
			}
		})
	}
}

// The log names the keys once, and again when they change.
func TestJWKSetIsLoggedOnce(t *testing.T) {
	r := newRig(t)
	r.Configure(func(i *issuerT) { i.Publish = func(keys []any) any { return append(keys, 42) } })
	r.signedIn(t)
	for n, kid := range []string{"k2", "k3"} { // the set is fetched again for each new key
		r.RotateKey(kid, n+1)
		r.clock.Move(10 * time.Second) // keys are fetched for an unknown one once in that time
		r.signedIn(t)
	}
	if got := strings.Count(r.log.String(), "keys that cannot be used were skipped"); got != 1 {
		t.Errorf("got %d lines, want 1", got)
	}
	r.Configure(func(i *issuerT) { i.Publish = func(keys []any) any { return append(keys, 42, jwk{"kty": "PQC"}) } })
	r.RotateKey("k4", 0)
	r.clock.Move(10 * time.Second)
	r.signedIn(t)
	if got := strings.Count(r.log.String(), "keys that cannot be used were skipped"); got != 2 {
		t.Errorf("after a change: got %d lines, want 2", got)
	}
}

// A key without kid verifies tokens without kid (RFC 7515 §4.1.4), whatever lies beside it.
func TestJWKWithoutKeyID(t *testing.T) {
	r := newRig(t)
	r.RotateKey("", 1)
	r.Configure(func(i *issuerT) {
		i.Publish = func(keys []any) any { return append([]any{jwk{"kty": "PQC"}}, keys...) }
		i.Header = func(h map[string]any) { delete(h, "kid") }
	})
	r.signedIn(t)
}

// An issuer that names no keys may rotate them too: its new key is fetched when the known ones do not
// verify a token.
func TestRotationOfJWKWithoutKeyID(t *testing.T) {
	r := newRig(t)
	r.RotateKey("", 1)
	r.Configure(func(i *issuerT) { i.Header = func(h map[string]any) { delete(h, "kid") } })
	r.signedIn(t)
	r.RotateKey("", 2)
	r.clock.Move(10 * time.Second) // as for an unknown key id, keys are fetched once in that time
	r.signedIn(t)
}

// A set without a usable key says nothing about a token: the client fails closed, and
// asks to come back, rather than call the token forged.
func TestJWKSetWithoutUsableKeys(t *testing.T) {
	for name, published := range map[string]any{"none": []any{}, "only unknown ones": []any{jwk{"kty": "PQC"}}, "no array": "keys", "null": nil} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Configure(func(i *issuerT) { i.Publish = func([]any) any { return published } })
			b := newBrowser(t, r.app)
			resp := b.signIn(r.Issuer)
			wantStatus(t, resp, http.StatusServiceUnavailable)
			if b.sessionID() != "" || resp.Header.Get("Retry-After") == "" {
				t.Errorf("got session %q, Retry-After %q", b.sessionID(), resp.Header.Get("Retry-After"))
			}
			wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusServiceUnavailable)
		})
	}
}
