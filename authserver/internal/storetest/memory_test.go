package storetest_test

import (
	"errors"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// The server that issued a code keeps its record in memory. What happened to the code since, at
// this server or at another, still counts.
func TestACodeInMemory(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	issuer, other := redisstore.New(rdb, clock.Now), redisstore.New(rdb, clock.Now)
	verifier := oauth.NewSecret()
	for name, c := range map[string]struct {
		meanwhile func(t *testing.T, code string)
		want      error // of the redemption
	}{
		"redeemed here":              {func(t *testing.T, code string) { wantRedeem(t, issuer, clock, code, "notes", nil) }, core.ErrCodeReplayed},
		"redeemed at another server": {func(t *testing.T, code string) { wantRedeem(t, other, clock, code, "notes", nil) }, core.ErrCodeReplayed},
		"revoked by its user": {func(t *testing.T, code string) {
			if err := other.RevokePending(t.Context(), "alice-sub", "notes"); err != nil {
				t.Fatal(err)
			}
		}, core.ErrNotFound},
		"too many wrong verifiers": {func(t *testing.T, code string) {
			for range 10 {
				if err := other.MissCode(t.Context(), code); err != nil {
					t.Fatal(err)
				}
			}
		}, core.ErrNotFound},
		"expired": {func(*testing.T, string) { clock.Forward(time.Minute) }, core.ErrNotFound},
		"nothing": {func(*testing.T, string) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			code := oauth.NewSecret()
			issued := codeFor(clock, code)
			issued.CodeChallenge = oauth.ChallengeOf(verifier)
			saveCode(t, issuer, clock, issued)
			c.meanwhile(t, code)
			r := core.Redemption{Code: code, RedirectURI: issued.RedirectURI, CodeVerifier: verifier}
			found, err := issuer.FindCode(t.Context(), r, "notes")
			if err == nil {
				r.Issued = found
				err = issuer.Redeem(t.Context(), r, grantFrom(clock, found), "")
			}
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// Redis is asked about a code that the request does not prove, so that a replay is noticed.
func TestACodeInMemoryIsOnlyForItsClient(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	issuer, other := redisstore.New(rdb, clock.Now), redisstore.New(rdb, clock.Now)
	code, verifier := oauth.NewSecret(), oauth.NewSecret()
	issued := codeFor(clock, code)
	issued.CodeChallenge, issued.KeyThumbprint = oauth.ChallengeOf(verifier), "key"
	saveCode(t, issuer, clock, issued)
	wantRedeem(t, other, clock, code, "notes", nil)
	for name, c := range map[string]struct {
		verifier, redirectURI, client string
		want                          error
	}{
		"another verifier":     {oauth.NewSecret(), issued.RedirectURI, "notes", core.ErrCodeReplayed},
		"another redirect URI": {verifier, "http://other.localhost/", "notes", core.ErrCodeReplayed},
		"no proof of its key":  {verifier, issued.RedirectURI, "notes", core.ErrCodeReplayed},
		"another client":       {verifier, issued.RedirectURI, "web-post", core.ErrOtherClient},
	} {
		t.Run(name, func(t *testing.T) {
			r := core.Redemption{Code: code, RedirectURI: c.redirectURI, CodeVerifier: c.verifier}
			if _, err := issuer.FindCode(t.Context(), r, c.client); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}
