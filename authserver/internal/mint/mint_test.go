package mint_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/mint"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// keys adds EdDSA to those of endpointtest.
type keys struct {
	endpointtest.Keys
	ed ed25519.PrivateKey
}

func (k keys) IDTokenKey(alg string) (jose.SigningKey, error) {
	if alg == "EdDSA" {
		return jose.SigningKey{ID: "ed", Algorithm: "EdDSA", Signer: k.ed}, nil
	}
	return k.Keys.IDTokenKey(alg)
}

func (k keys) Find(ctx context.Context, h jose.Header) (crypto.PublicKey, error) {
	if h.KeyID == "ed" {
		return k.ed.Public(), nil
	}
	return k.Keys.Find(ctx, h)
}

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func minter(t *testing.T) (*mint.Minter, keys) {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	k := keys{ed: ed}
	return &mint.Minter{
		Issuer: endpointtest.Issuer, Keys: k, Now: func() time.Time { return now },
		AccessTokenTTL: 5 * time.Minute, IDTokenTTL: 10 * time.Minute, Scopes: endpointtest.Audiences{},
	}, k
}

func grant() *core.Grant {
	return &core.Grant{
		ID: "gid", ClientID: "notes", Subject: "alice-sub", Scope: oauth.Scope{"openid"}, Audience: []string{endpointtest.Resource},
		SessionID: "sid", AuthTime: now.Add(-time.Minute), ACR: "1", AMR: []string{"pwd"}, Nonce: "n", ExpiresAt: now.Add(time.Hour),
	}
}

func TestIDToken(t *testing.T) {
	left := func(sum []byte) string { return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]) }
	s256, s512 := sha256.Sum256([]byte("AT")), sha512.Sum512([]byte("AT"))
	for name, tt := range map[string]struct{ registered, alg, atHash string }{
		"J-01 RS256 by default":               {"", "RS256", left(s256[:])},
		"ES256 if registered":                 {"ES256", "ES256", left(s256[:])},
		"EdDSA if registered, with a SHA-512": {"EdDSA", "EdDSA", left(s512[:])},
	} {
		t.Run(name, func(t *testing.T) {
			m, k := minter(t)
			raw, err := m.IDToken(t.Context(), grant(), &core.Client{ID: "notes", IDTokenAlg: tt.registered}, "AT")
			if err != nil {
				t.Fatal(err)
			}
			kind := jose.Kind{MaxBytes: 8 << 10, Types: []string{"JWT"}, Algorithms: []string{tt.alg}, Keys: k, Now: m.Now}
			if err := kind.Verify(t.Context(), raw, &jose.Claims{}); err != nil {
				t.Fatal(err)
			}
			want := map[string]any{
				"iss": endpointtest.Issuer, "sub": "alice-sub", "aud": "notes", "nonce": "n", "sid": "sid", "acr": "1",
				"amr": []any{"pwd"}, "auth_time": float64(now.Unix() - 60), "iat": float64(now.Unix()), "exp": float64(now.Unix() + 600), "at_hash": tt.atHash,
			}
			if diff := cmp.Diff(want, endpointtest.Claims(t, raw)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNonce(t *testing.T) {
	m, _ := minter(t)
	without := grant()
	without.Nonce = ""
	client := &core.Client{ID: "notes", IDTokenAlg: "ES256"}
	for name, mint := range map[string]func() (string, error){
		"J-02 none was sent":           func() (string, error) { return m.IDToken(t.Context(), without, client, "AT") },
		"OIDC Core §12.2 at a refresh": func() (string, error) { return m.RefreshedIDToken(t.Context(), grant(), client, "AT") },
	} {
		raw, err := mint()
		if err != nil {
			t.Fatal(err)
		}
		claims := endpointtest.Claims(t, raw)
		if _, has := claims["nonce"]; has {
			t.Errorf("%s: got nonce %v, want none", name, claims["nonce"])
		}
	}
}

// users knows one user.
type users struct{}

func (users) FindUser(string) (*core.User, error) {
	return &core.User{Claims: map[string]any{"email": "alice@example.com", "address": map[string]any{"locality": "Wonderland"}, "name": "Alice"}}, nil
}

func (users) ClaimRules() claims.Rules { return claims.Rules{} }

func TestClaimsThatWereRequestedByName(t *testing.T) { // OIDC Core §5.5
	m, _ := minter(t)
	m.Users = users{}
	asked := grant()
	asked.Claims.IDToken = []string{"email", "address", "gender"}
	raw, err := m.IDToken(t.Context(), asked, &core.Client{ID: "notes"}, "AT")
	if err != nil {
		t.Fatal(err)
	}
	claims := endpointtest.Claims(t, raw)
	got := map[string]any{"email": claims["email"], "address": claims["address"], "name": claims["name"], "gender": claims["gender"], "sub": claims["sub"]}
	want := map[string]any{"email": "alice@example.com", "address": map[string]any{"locality": "Wonderland"}, "name": nil, "gender": nil, "sub": "alice-sub"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAccessTokenEndsWithItsGrant(t *testing.T) {
	m, _ := minter(t)
	short := grant()
	short.ExpiresAt = now.Add(time.Minute)
	for _, tt := range []struct {
		grant *core.Grant
		want  time.Duration
	}{{grant(), 5 * time.Minute}, {short, time.Minute}, {&core.Grant{Subject: "s", ClientID: "s", Audience: []string{"r"}}, 5 * time.Minute}} {
		token, err := m.AccessToken(t.Context(), tt.grant, nil)
		if got := token.ExpiresIn; err != nil || got != tt.want {
			t.Errorf("got %s, %v; want %s", got, err, tt.want)
		}
	}
}
