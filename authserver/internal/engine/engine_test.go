package engine_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
)

// The engine's own comparisons stay on behind the named checks: if one of those
// were missing, this is what would happen.
func TestSecondLock(t *testing.T) {
	for name, spoil := range map[string]func(*core.Redemption){
		"a code of another client":     func(r *core.Redemption) { r.Issued.ClientID = "web-post" },
		"another redirect_uri":         func(r *core.Redemption) { r.RedirectURI = endpointtest.OtherCallback },
		"no verifier":                  func(r *core.Redemption) { r.CodeVerifier = "" },
		"a wrong verifier":             func(r *core.Redemption) { r.CodeVerifier = strings.Repeat("x", 43) },
		"the challenge as verifier":    func(r *core.Redemption) { r.CodeVerifier = r.Issued.CodeChallenge },
		"a verifier without challenge": func(r *core.Redemption) { r.Issued.CodeChallenge = "" },
	} {
		t.Run(name, func(t *testing.T) {
			s, client, r := claimed(t)
			spoil(&r)
			issue, err := s.Engine.Redeem(t.Context(), client, r)
			var refused *oauth.Error
			if !errors.As(err, &refused) || refused.Code != oauth.InvalidGrant || issue.AccessToken.Value != "" {
				t.Errorf("got %v, %v; want invalid_grant", issue, err)
			}
		})
	}
	t.Run("a public client cannot act for itself", func(t *testing.T) {
		s := endpointtest.Start(t)
		native, _ := endpointtest.Clients{}.FindClient("native")
		var refused *oauth.Error
		if _, err := s.Engine.ClientCredentials(t.Context(), native, nil, nil); !errors.As(err, &refused) || refused.Code != oauth.InvalidClient {
			t.Errorf("got %v, want invalid_client", err)
		}
	})
}

func TestRedeem(t *testing.T) {
	s, client, r := claimed(t)
	r.RedirectURI = "" // left out: the caller's policy allowed it
	issue, err := s.Engine.Redeem(t.Context(), client, r)
	if err != nil {
		t.Fatal(err)
	}
	grant := issue.Grant
	if grant.ID != r.Issued.GrantID || grant.Subject != endpointtest.Alice || grant.ClientID != "notes" || grant.SessionID != "session" || grant.Offline {
		t.Errorf("got %+v", grant)
	}
	if want := s.Clock.Now().Add(24 * time.Hour); !grant.ExpiresAt.Equal(want) {
		t.Errorf("expiry: got %s, want %s", grant.ExpiresAt, want)
	}
	if issue.RefreshToken == "" || issue.AccessToken.ExpiresIn != 5*time.Minute {
		t.Errorf("got refresh token %v, lifetime %s", issue.RefreshToken != "", issue.AccessToken.ExpiresIn)
	}
}

// The engine compares with the clock of the machine; ours may stand anywhere.
func TestClockOfTheEngineDoesNotCount(t *testing.T) {
	for name, d := range map[string]time.Duration{"a century ago": -100 * 365 * 24 * time.Hour, "in a century": 100 * 365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			s.Clock.Forward(d)
			s.SignIn(t, "notes")
		})
	}
}

// claimed is a good redemption, up to the call of the engine.
func claimed(t *testing.T) (*endpointtest.Server, *core.Client, core.Redemption) {
	t.Helper()
	s := endpointtest.Start(t)
	client, err := endpointtest.Clients{}.FindClient("notes")
	if err != nil {
		t.Fatal(err)
	}
	code := s.Authorize(t, "notes")
	issued, err := s.Store.FindCode(t.Context(), core.Redemption{Code: code}, "notes")
	if err != nil {
		t.Fatal(err)
	}
	return s, client, core.Redemption{Code: code, Issued: issued, RedirectURI: endpointtest.Callback, CodeVerifier: endpointtest.Verifier, Audience: issued.Audience}
}
