package issued_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/issued"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/redistest"
)

func TestHint(t *testing.T) {
	s := endpointtest.Start(t)
	a := s.SignIn(t, "notes")
	want := issued.IDTokenHint{Subject: endpointtest.Alice, ClientID: "notes", SessionID: "session"}
	s.Clock.Forward(100 * time.Hour)
	if got, err := s.Issued.Hint(t.Context(), a.IDToken); err != nil || got != want {
		t.Errorf("an expired ID token: got %v, %v; want %v", got, err, want)
	}
	forged := func(alg string, key any, header, claims map[string]any) string {
		head := map[string]any{"typ": "JWT", "alg": alg}
		maps.Copy(head, header)
		return josetest.Sign(t, alg, key, head, claims)
	}
	unsigned := func(kid string, claims map[string]any) string {
		raw := forged("HS256", []byte("x"), map[string]any{"kid": kid, "alg": "none"}, claims)
		return raw[:strings.LastIndex(raw, ".")+1]
	}
	ec := endpointtest.Keys{}.AccessTokenKey().Signer
	good := map[string]any{"iss": endpointtest.Issuer, "sub": "x", "aud": "notes", "exp": 1}
	for name, raw := range map[string]string{
		"empty":                    "",
		"an access token":          a.AccessToken,
		"a refresh token":          a.RefreshToken,
		"tampered":                 a.IDToken[:len(a.IDToken)-4] + "AAAA",
		"alg none":                 unsigned("ec", good),
		"HMAC":                     forged("HS256", []byte("x"), map[string]any{"kid": "ec"}, good),
		"another issuer":           forged("ES256", ec, map[string]any{"kid": "ec"}, map[string]any{"iss": "https://evil.test", "sub": "x", "aud": "notes"}),
		"no subject":               forged("ES256", ec, map[string]any{"kid": "ec"}, map[string]any{"iss": endpointtest.Issuer, "aud": "notes"}),
		"two audiences":            forged("ES256", ec, map[string]any{"kid": "ec"}, map[string]any{"iss": endpointtest.Issuer, "sub": "x", "aud": []string{"a", "b"}}),
		"a signed userinfo answer": forged("ES256", ec, map[string]any{"kid": "ec"}, map[string]any{"iss": endpointtest.Issuer, "sub": "x", "aud": "notes"}),
		"a logout token":           forged("ES256", ec, map[string]any{"kid": "ec", "typ": "logout+jwt"}, good),
		"a critical extension":     forged("ES256", ec, map[string]any{"kid": "ec", "crit": []string{"x"}}, good),
		"a key of another name":    forged("ES256", ec, map[string]any{"kid": "rsa"}, good),
		"no kid":                   forged("ES256", ec, nil, good),

		"a key that is gone, alg none":         unsigned("gone", good),
		"a key that is gone, HMAC":             forged("HS256", []byte("x"), map[string]any{"kid": "gone"}, good),
		"a key that is gone, another issuer":   forged("ES256", ec, map[string]any{"kid": "gone"}, map[string]any{"iss": "https://evil.test", "sub": "x", "aud": "notes", "exp": 1}),
		"a key that is gone, two audiences":    forged("ES256", ec, map[string]any{"kid": "gone"}, map[string]any{"iss": endpointtest.Issuer, "sub": "x", "aud": []string{"a", "b"}, "exp": 1}),
		"a key that is gone, an access token":  forged("ES256", ec, map[string]any{"kid": "gone", "typ": "at+jwt"}, good),
		"a key that is gone, a logout token":   forged("ES256", ec, map[string]any{"kid": "gone", "typ": "logout+jwt"}, good),
		"a key that is gone, signed userinfo":  forged("ES256", ec, map[string]any{"kid": "gone"}, map[string]any{"iss": endpointtest.Issuer, "sub": "x", "aud": "notes"}),
		"a key that is gone, a bad signature":  forged("ES256", ec, map[string]any{"kid": "gone"}, good) + "=",
		"a key that is gone, padded with text": forged("ES256", ec, map[string]any{"kid": "gone"}, good) + ".x",
	} {
		if got, err := s.Issued.Hint(t.Context(), raw); !errors.Is(err, core.ErrNotFound) {
			t.Errorf("%s: got %v, %v; want %v", name, got, err, core.ErrNotFound)
		}
	}
	if _, err := s.Issued.Hint(t.Context(), forged("ES256", ec, map[string]any{"kid": "ec"}, good)); err != nil {
		t.Errorf("the forgeries are refused for another reason: %v", err)
	}
	gone := forged("ES256", ec, map[string]any{"kid": "gone"}, good)
	if got, err := s.Issued.Hint(t.Context(), gone); err != nil || got != (issued.IDTokenHint{Subject: "x", ClientID: "notes", Unverified: true}) {
		t.Errorf("a key that is gone: got %+v, %v; want what it says, unverified", got, err)
	}
}

func TestActive(t *testing.T) {
	s := endpointtest.Start(t)
	a := s.SignIn(t, "notes")
	claims, err := s.Issued.Active(t.Context(), a.AccessToken)
	if err != nil || claims.Subject != endpointtest.Alice || claims.SessionID != "session" || claims.GrantID == "" {
		t.Fatalf("got %+v, %v", claims, err)
	}
	if err := s.Store.RevokeSession(t.Context(), endpointtest.Alice, "session"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Issued.Active(t.Context(), a.AccessToken); !errors.Is(err, core.ErrNotFound) || !errors.Is(err, issued.ErrRevoked) {
		t.Errorf("after sign-out: got %v, want %v", err, issued.ErrRevoked)
	}
	b := s.Post(t, "/token", "service", endpointtest.Params{"grant_type": "client_credentials"})
	if _, err := s.Issued.Active(t.Context(), b.AccessToken); err != nil {
		t.Errorf("a token without a grant: %v", err)
	}
	s.Clock.Forward(5 * time.Minute)
	if _, err := s.Issued.Active(t.Context(), b.AccessToken); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("expired: got %v, want %v", err, core.ErrNotFound)
	}
}

// Redis away is not the same as revoked.
func TestActiveWithoutRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	s := endpointtest.StartOn(t, rdb)
	a := s.SignIn(t, "notes")
	server.Close()
	if _, err := s.Issued.Active(t.Context(), a.AccessToken); err == nil || errors.Is(err, core.ErrNotFound) {
		t.Errorf("got %v, want a failure of the store", err)
	}
}
