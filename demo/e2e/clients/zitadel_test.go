package clients_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"golang.org/x/oauth2"

	"quartet.example/authserver/authservertest"
)

func relyingParty(t *testing.T, srv *authservertest.Server, id, secret string, options ...rp.Option) rp.RelyingParty {
	t.Helper()
	party, err := rp.NewRelyingPartyOIDC(with(t), srv.URL, id, secret, callback, []string{"openid", "profile", "offline_access"}, options...)
	if err != nil {
		t.Fatal(err)
	}
	return party
}

func TestZitadelCode(t *testing.T) {
	srv := start(t)
	for id, options := range map[string][]rp.Option{
		"web-basic":  {rp.WithAuthStyle(oauth2.AuthStyleInHeader)},
		"web-body":   {rp.WithAuthStyle(oauth2.AuthStyleInParams)},
		"web-signed": {rp.WithAuthStyle(oauth2.AuthStyleInHeader), rp.WithSigningAlgsFromDiscovery()},
	} {
		t.Run(id, func(t *testing.T) {
			ctx, browser := with(t), srv.Browser(t)
			party := relyingParty(t, srv, id, secret, options...)
			verifier := oauth2.GenerateVerifier()
			returned := allow(t, browser, rp.AuthURL("a state", party, rp.WithCodeChallenge(oauth2.S256ChallengeFromVerifier(verifier))))
			tokens, err := rp.CodeExchange[*oidc.IDTokenClaims](ctx, returned.Get("code"), party, rp.WithCodeVerifier(verifier))
			if err != nil {
				t.Fatal(err)
			}
			if id != "web-signed" { // this library reads userinfo as JSON only
				info, err := rp.Userinfo[*oidc.UserInfo](ctx, tokens.AccessToken, tokens.TokenType, tokens.IDTokenClaims.Subject, party)
				if err != nil || info.Name != "Alice Liddell" {
					t.Errorf("userinfo: got %+v, %v", info, err)
				}
			}
			renewed, err := rp.RefreshTokens[*oidc.IDTokenClaims](ctx, party, tokens.RefreshToken, "", "")
			if err != nil || renewed.IDTokenClaims.Subject != tokens.IDTokenClaims.Subject || renewed.RefreshToken == tokens.RefreshToken {
				t.Fatalf("refresh: got %+v, %v", renewed, err)
			}
			if err := rp.RevokeToken(ctx, party, renewed.RefreshToken, "refresh_token"); id == "web-body" && err != nil { // this library sends the secret in the body, whatever method is registered
				t.Errorf("revoke: %v", err)
			}
			to, err := rp.EndSession(ctx, party, renewed.IDToken, signedOut, "bye", "", nil)
			if err != nil || to.String() != signedOut+"?state=bye" {
				t.Errorf("end session: got %v, %v", to, err)
			}
		})
	}
}

func TestZitadelClientCredentials(t *testing.T) {
	srv := start(t)
	party, err := rp.NewRelyingPartyOIDC(with(t), srv.URL, "service", "service-dev-secret-not-for-production", "", []string{"notes:read"}, rp.WithAuthStyle(oauth2.AuthStyleInHeader))
	if err != nil {
		t.Fatal(err)
	}
	if token, err := rp.ClientCredentials(with(t), party, nil); err != nil || !token.Valid() {
		t.Errorf("got %+v, %v", token, err)
	}
}

func TestZitadelDevice(t *testing.T) { // N-14, N-15
	srv := start(t)
	party := relyingParty(t, srv, "tv", "")
	device, err := rp.DeviceAuthorization(with(t), []string{"openid", "notes:read"}, party, nil)
	if err != nil {
		t.Fatal(err)
	}
	connect(t, srv.Browser(t), device.VerificationURIComplete)
	tokens, err := rp.DeviceAccessToken(with(t), device.DeviceCode, time.Second, party)
	if err != nil || tokens.AccessToken == "" || tokens.IDToken == "" {
		t.Errorf("got %+v, %v", tokens, err)
	}
}

// The library's own handlers make assertions that are valid for an hour, which the server refuses.
// A program that makes its own assertions can set their lifetime.
func TestZitadelKey(t *testing.T) { // RFC 7523, docs/clients/zitadel-oidc.md
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	public := map[string]any{
		"kty": "RSA", "kid": "k1", "use": "sig", "alg": "RS256", "n": b64(private.N.Bytes()), "e": b64(big.NewInt(int64(private.E)).Bytes()),
	}
	srv := start(t, authservertest.WithClient(authservertest.Client{
		ID: "web-key", AuthMethod: "private_key_jwt", Scope: scope, RedirectURIs: []string{callback},
		GrantTypes: []string{"authorization_code", "refresh_token"}, JWKS: map[string]any{"keys": []any{public}},
	}))
	signer, err := client.NewSignerFromPrivateKeyByte(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}), "k1")
	if err != nil {
		t.Fatal(err)
	}
	party := relyingParty(t, srv, "web-key", "", rp.WithAuthStyle(oauth2.AuthStyleInParams))
	for name, tt := range map[string]struct {
		lifetime time.Duration
		taken    bool
	}{"for a minute": {time.Minute, true}, "for an hour, as the library does": {time.Hour, false}} {
		t.Run(name, func(t *testing.T) {
			verifier := oauth2.GenerateVerifier()
			returned := allow(t, srv.Browser(t), rp.AuthURL("a state", party, rp.WithCodeChallenge(oauth2.S256ChallengeFromVerifier(verifier))))
			assertion, err := client.SignedJWTProfileAssertion("web-key", []string{srv.URL}, tt.lifetime, signer)
			if err != nil {
				t.Fatal(err)
			}
			_, err = rp.CodeExchange[*oidc.IDTokenClaims](with(t), returned.Get("code"), party, rp.WithCodeVerifier(verifier), rp.WithClientAssertionJWT(assertion))
			if tt.taken && err != nil || !tt.taken && !isError(err, "invalid_client", http.StatusUnauthorized) {
				t.Errorf("got %v", err)
			}
		})
	}
}
