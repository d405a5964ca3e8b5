package authorize_test

import (
	"strings"
	"testing"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
)

func TestClaimsParameter(t *testing.T) {
	for name, tt := range map[string]struct {
		claims string
		change []string // after a sign-in with consent to openid notes:read
		want   string
	}{
		"J-13 asks for nothing new":                    {`{"id_token":{"auth_time":{"essential":true}}}`, nil, "code"},
		"J-13 a claim without its scope is asked for":  {`{"userinfo":{"email":null}}`, nil, "consent"},
		"J-13 and never given silently":                {`{"userinfo":{"email":null}}`, []string{"prompt", "none"}, "error consent_required"},
		"J-13 what nobody knows is ignored":            {`{"userinfo":{"shoe_size":{"essential":true}}}`, nil, "code"},
		"J-13 what the client may not have is ignored": {`{"userinfo":{"phone_number":{"essential":true}}}`, nil, "code"},
		"J-13 malformed":                               {`{"userinfo":`, nil, "error invalid_request"},
		"sub of the user who is signed in":             {`{"id_token":{"sub":{"value":"` + endpointtest.Alice + `"}}}`, []string{"prompt", "none"}, "code"},
		"sub of somebody else, silently":               {`{"id_token":{"sub":{"value":"bob-sub"}}}`, []string{"prompt", "none"}, "error login_required"},
		"sub of somebody else":                         {`{"id_token":{"sub":{"value":"bob-sub"}}}`, nil, "login"},
		"two users at once":                            {`{"id_token":{"sub":{"value":"bob-sub"}},"userinfo":{"sub":{"value":"alice"}}}`, nil, "error login_required"},
		"sub is a number":                              {`{"id_token":{"sub":{"value":1}}}`, nil, "error login_required"},
		"F-26 CF-32 essential acr out of reach":        {`{"id_token":{"acr":{"essential":true,"values":["urn:example:sca"]}}}`, nil, "error access_denied"},
		"F-26 essential acr that we have":              {`{"id_token":{"acr":{"essential":true,"values":["1"]}}}`, nil, "code"},
		"F-26 voluntary acr out of reach":              {`{"id_token":{"acr":{"values":["urn:example:sca"]}}}`, nil, "code"},
	} {
		t.Run(name, func(t *testing.T) {
			s := browsertest.Start(t)
			b := s.Browser(t).SignIn()
			if got := b.Authorize(browsertest.Request("notes", append(tt.change, "claims", tt.claims)...)).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestClaimsAreOnTheConsentPage(t *testing.T) { // J-13, M-12
	s := browsertest.Start(t)
	b := s.Browser(t).Authorize(browsertest.Request("notes", "scope", "openid profile", "claims", `{"id_token":{"email":null,"name":null}}`)).Login("alice", "wonderland")
	if b.Outcome() != "consent" || !strings.Contains(b.Body, "See your email address") || strings.Contains(b.Body, "See your name<") {
		t.Fatalf("%s: %s", b.Outcome(), b.Page().Find("main").Text())
	}
	b.Decide("allow")
	if id := idToken(t, s, b); id["sub"] != endpointtest.Alice {
		t.Errorf("got %v", id)
	}
	if got := b.Authorize(browsertest.Request("notes", "scope", "openid profile", "prompt", "none", "claims", `{"userinfo":{"email":null}}`)).Outcome(); got != "code" {
		t.Errorf("allowed before: got %s, want code", got)
	}
	if got := b.Authorize(browsertest.Request("notes", "scope", "openid email", "prompt", "none")).Outcome(); got != "error consent_required" {
		t.Errorf("a claim is less than its scope: got %s, want consent_required", got)
	}
}
