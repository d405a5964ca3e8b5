package token_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/redistest"
)

func TestClientCredentials(t *testing.T) {
	for name, tt := range map[string]struct {
		client, scope, resource, want, wantScope string
	}{
		"C-17 the default scope is the client's, without those about users": {client: "service", want: "200", wantScope: "notes:read notes:write"},
		"C-17 a narrower scope":                      {client: "service", scope: "notes:read", want: "200", wantScope: "notes:read"},
		"C-17 a scope outside the client's":          {client: "service", scope: "admin", want: "400 invalid_scope"},
		"C-17 openid has no user to be about":        {client: "service", scope: "openid", want: "400 invalid_scope"},
		"C-17 a public client cannot act for itself": {client: "native", want: "400 unauthorized_client"},
		"a resource that owns the scope":             {client: "service", resource: endpointtest.Resource, want: "200", wantScope: "notes:read notes:write"},
		"RFC 8707 §2 another resource":               {client: "service", resource: "https://evil.test", want: "400 invalid_target"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			p := endpointtest.Params{"grant_type": "client_credentials"}.With("scope", tt.scope).With("resource", tt.resource)
			a := s.Post(t, "/token", tt.client, p)
			if a.Outcome() != tt.want || a.Scope != tt.wantScope {
				t.Errorf("got %q %s, want %q with scope %q", a.Outcome(), a.Body, tt.want, tt.wantScope)
			}
			if tt.client == "native" && !strings.Contains(s.Log.String(), "as.client_credentials.confidential") {
				t.Errorf("the log does not say why: %s", s.Log)
			}
			if a.RefreshToken != "" || a.IDToken != "" {
				t.Errorf("more than an access token: %s", a.Body)
			}
		})
	}
}

func TestClientCredentialsToken(t *testing.T) {
	s := endpointtest.Start(t)
	a := s.Post(t, "/token", "service", endpointtest.Params{"grant_type": "client_credentials"})
	got := endpointtest.Claims(t, a.AccessToken)
	if got["jti"] == "" {
		t.Error("no jti")
	}
	delete(got, "jti")
	want := map[string]any{
		"iss": endpointtest.Issuer, "sub": "service", "client_id": "service", "aud": []any{endpointtest.Resource},
		"scope": "notes:read notes:write", "iat": float64(s.Clock.Now().Unix()), "exp": float64(s.Clock.Now().Unix() + 300),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("F-02 claims differ: %s", diff)
	}
}

func TestClientCredentialsNeedsNoRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	s := endpointtest.StartOn(t, rdb)
	server.Close()
	wantOutcome(t, s.Post(t, "/token", "service", endpointtest.Params{"grant_type": "client_credentials"}), "200")
	a := s.Refresh(t, "notes", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	if a.Status != 503 || a.Header.Get("Retry-After") == "" {
		t.Errorf("refresh without Redis: got %d %v, want 503 with Retry-After", a.Status, a.Header)
	}
}
