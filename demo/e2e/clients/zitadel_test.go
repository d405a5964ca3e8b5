package clients_test

import (
	"testing"
	"time"

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
			if id != "web-signed" { // it reads userinfo as JSON only
				info, err := rp.Userinfo[*oidc.UserInfo](ctx, tokens.AccessToken, tokens.TokenType, tokens.IDTokenClaims.Subject, party)
				if err != nil || info.Name != "Alice Liddell" {
					t.Errorf("userinfo: got %+v, %v", info, err)
				}
			}
			renewed, err := rp.RefreshTokens[*oidc.IDTokenClaims](ctx, party, tokens.RefreshToken, "", "")
			if err != nil || renewed.IDTokenClaims.Subject != tokens.IDTokenClaims.Subject || renewed.RefreshToken == tokens.RefreshToken {
				t.Fatalf("refresh: got %+v, %v", renewed, err)
			}
			if err := rp.RevokeToken(ctx, party, renewed.RefreshToken, "refresh_token"); id == "web-body" && err != nil { // it sends the secret in the body, whatever is registered
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
