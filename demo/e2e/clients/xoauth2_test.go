package clients_test

import (
	"errors"
	"net/http"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"quartet.example/authserver/authservertest"
)

func endpoint(srv *authservertest.Server, style oauth2.AuthStyle) oauth2.Endpoint {
	return oauth2.Endpoint{
		AuthURL: srv.URL + "/authorize", TokenURL: srv.URL + "/token", DeviceAuthURL: srv.URL + "/device_authorization", AuthStyle: style,
	}
}

func TestXOAuth2Code(t *testing.T) {
	srv := start(t)
	for id, tt := range map[string]struct {
		secret string
		style  oauth2.AuthStyle
	}{
		"web-basic": {secret, oauth2.AuthStyleInHeader},
		"web-body":  {secret, oauth2.AuthStyleInParams},
		"app":       {"", oauth2.AuthStyleAutoDetect},
	} {
		t.Run(id, func(t *testing.T) {
			cfg := &oauth2.Config{
				ClientID: id, ClientSecret: tt.secret, RedirectURL: callback, Scopes: []string{"openid", "notes:read", "offline_access"},
				Endpoint: endpoint(srv, tt.style),
			}
			verifier := oauth2.GenerateVerifier()
			returned := allow(t, srv.Browser(t), cfg.AuthCodeURL("a state", oauth2.S256ChallengeOption(verifier)))
			token, err := cfg.Exchange(with(t), returned.Get("code"), oauth2.VerifierOption(verifier))
			if err != nil {
				t.Fatal(err)
			}
			if !token.Valid() || token.RefreshToken == "" || token.Extra("scope") != "openid notes:read offline_access" {
				t.Fatalf("got %+v", token)
			}
			old := *token
			old.Expiry = old.Expiry.AddDate(0, 0, -1) // the library refreshes by its own clock
			renewed, err := cfg.TokenSource(with(t), &old).Token()
			if err != nil || renewed.AccessToken == token.AccessToken || renewed.RefreshToken == token.RefreshToken {
				t.Fatalf("refresh: got %+v, %v", renewed, err)
			}
			if _, err := cfg.Exchange(with(t), returned.Get("code"), oauth2.VerifierOption(verifier)); !isError(err, "invalid_grant", http.StatusBadRequest) {
				t.Errorf("the code again: got %v, want invalid_grant", err)
			}
		})
	}
}

func TestXOAuth2ClientCredentials(t *testing.T) {
	srv := start(t)
	for name, style := range map[string]oauth2.AuthStyle{"in the header": oauth2.AuthStyleInHeader, "found out": oauth2.AuthStyleAutoDetect} {
		t.Run(name, func(t *testing.T) {
			cfg := clientcredentials.Config{
				ClientID: "service", ClientSecret: "service-dev-secret-not-for-production", TokenURL: srv.URL + "/token",
				Scopes: []string{"notes:read"}, AuthStyle: style,
			}
			token, err := cfg.Token(with(t))
			if err != nil || !token.Valid() || token.RefreshToken != "" {
				t.Fatalf("got %+v, %v", token, err)
			}
		})
	}
	wrong := clientcredentials.Config{ClientID: "service", ClientSecret: "wrong", TokenURL: srv.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}
	if _, err := wrong.Token(with(t)); !isError(err, "invalid_client", http.StatusUnauthorized) {
		t.Errorf("a wrong secret: got %v, want invalid_client", err)
	}
}

func TestXOAuth2Device(t *testing.T) { // N-14, N-15
	srv := start(t)
	cfg := &oauth2.Config{ClientID: "tv", Scopes: []string{"openid", "notes:read"}, Endpoint: endpoint(srv, oauth2.AuthStyleInParams)}
	device, err := cfg.DeviceAuth(with(t))
	if err != nil || device.UserCode == "" || device.VerificationURIComplete == "" {
		t.Fatalf("got %+v, %v", device, err)
	}
	connect(t, srv.Browser(t), device.VerificationURIComplete)
	device.Interval = 1 // the user has already given consent, so the first poll succeeds
	token, err := cfg.DeviceAccessToken(with(t), device)
	if err != nil || !token.Valid() || token.Extra("id_token") == nil {
		t.Fatalf("got %+v, %v", token, err)
	}
}

// isError reports whether the library understood the error response (RFC 6749 §5.2).
func isError(err error, code string, status int) bool {
	var refused *oauth2.RetrieveError
	return errors.As(err, &refused) && refused.ErrorCode == code && refused.Response.StatusCode == status
}
