package clients_test

import (
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func TestGoOIDC(t *testing.T) {
	srv := start(t)
	for _, id := range []string{"web-basic", "web-signed"} { // the second client has ES256 ID tokens and EdDSA userinfo
		t.Run(id, func(t *testing.T) {
			ctx := with(t)
			provider, err := oidc.NewProvider(ctx, srv.URL)
			if err != nil {
				t.Fatal(err)
			}
			cfg := &oauth2.Config{ClientID: id, ClientSecret: secret, RedirectURL: callback, Scopes: []string{"openid", "profile", "email"}, Endpoint: provider.Endpoint()}
			verifier := oauth2.GenerateVerifier()
			returned := allow(t, srv.Browser(t), cfg.AuthCodeURL("s", oidc.Nonce("a nonce"), oauth2.S256ChallengeOption(verifier)))
			token, err := cfg.Exchange(ctx, returned.Get("code"), oauth2.VerifierOption(verifier))
			if err != nil {
				t.Fatal(err)
			}
			raw, _ := token.Extra("id_token").(string)
			idToken, err := provider.Verifier(&oidc.Config{ClientID: id}).Verify(ctx, raw)
			if err != nil {
				t.Fatal(err)
			}
			if err := idToken.VerifyAccessToken(token.AccessToken); err != nil || idToken.Nonce != "a nonce" {
				t.Errorf("at_hash: %v; nonce %q", err, idToken.Nonce)
			}
			info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
			if err != nil || info.Subject != idToken.Subject || info.Email != "alice@example.com" || !info.EmailVerified {
				t.Errorf("userinfo: got %+v, %v", info, err)
			}
		})
	}
}
